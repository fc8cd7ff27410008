/**
 * Solid shapes as voxels: the format of samples, readers of voxel grids and of meshes, which are voxelized here, pictures of shapes, and
 * files that other programs open.
 */
@NullMarked
package dev.duello.data.voxel;

import org.jspecify.annotations.NullMarked;
