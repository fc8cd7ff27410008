package dev.duello.data.voxel;

/**
 * What a file tells besides its shape.
 *
 * @param format for people, such as {@code "binvox"}
 * @param mesh whether it is a mesh, that was voxelized
 * @param holes openings in the surface of a mesh, through which the outside reaches in; 0 when it is closed
 * @param scaled whether it is a grid larger than the format, that was scaled down
 * @param furtherModels whether it has more models than the first, which is the one that is read
 * @param empty whether no cell is full
 */
public record VoxelInfo(String format, boolean mesh, int holes, boolean scaled, boolean furtherModels, boolean empty) {}
