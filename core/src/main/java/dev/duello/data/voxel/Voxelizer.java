package dev.duello.data.voxel;

import dev.duello.data.UnreadableFileException;

/**
 * Meshes as solid voxels: every cell that a triangle touches is full (the separating axes of Akenine-Möller, 2001), and all that cannot be
 * reached from outside between these cells. The longest side of a mesh fills the cube; it stands on the floor, in the middle.
 *
 * <p>That is done with cells of half the side. A whole cell is full where more than half of it is, and where what is thinner passes through
 * it: only a layer of a half cell that lies on a full one is left out, which is what touching adds to surfaces between two cells.
 */
final class Voxelizer {
    /** Tests of a triangle and a cell: seconds of work. */
    private static final long MOST_TESTS = 150_000_000;

    /** A face that lies between two cells is in one of them. */
    private static final double INSET = 1e-3;

    /** Of a cell. */
    private static final int PARTS = 8;

    private final Mesh mesh;
    private final int side;
    private final VoxelGrid grid;
    private final double[] low = new double[3];
    private final double[] shift = new double[3];
    private double scale;
    private long tests;

    private Voxelizer(Mesh mesh, int side) {
        this.mesh = mesh;
        this.side = side;
        this.grid = new VoxelGrid(side, side, side);
    }

    static VoxelGrid solid(Mesh mesh, int side) throws UnreadableFileException {
        Voxelizer voxelizer = new Voxelizer(mesh, 2 * side);
        voxelizer.place();
        for (int triangle = 0; triangle < mesh.count(); triangle++) {
            voxelizer.draw(triangle);
        }
        voxelizer.grid.fillInside();
        return halved(voxelizer.grid, side);
    }

    private static VoxelGrid halved(VoxelGrid fine, int side) {
        VoxelGrid most = new VoxelGrid(side, side, side);
        VoxelGrid some = new VoxelGrid(side, side, side);
        for (int u = 0; u < side; u++) {
            for (int b = 0; b < side; b++) {
                for (int r = 0; r < side; r++) {
                    int full = 0;
                    int color = 0;
                    for (int part = 0; part < PARTS; part++) {
                        int of = fine.color(2 * u + (part >> 2), 2 * b + (part >> 1 & 1), 2 * r + (part & 1));
                        full += of == 0 ? 0 : 1;
                        color = of == 0 ? color : of;
                    }
                    if (full > PARTS / 2) {
                        most.fill(u, b, r, color);
                    } else if (full > 0) {
                        some.fill(u, b, r, color);
                    }
                }
            }
        }
        VoxelGrid all = new VoxelGrid(side, side, side);
        for (int u = 0; u < side; u++) {
            for (int b = 0; b < side; b++) {
                for (int r = 0; r < side; r++) {
                    if (most.isFull(u, b, r)) {
                        all.fill(u, b, r, most.color(u, b, r));
                    } else if (some.isFull(u, b, r) && !isLayer(fine, most, u, b, r)) {
                        all.fill(u, b, r, some.color(u, b, r));
                    }
                }
            }
        }
        return all;
    }

    /** Whether all that is full in a cell lies in the half next to a neighbor that is full. */
    private static boolean isLayer(VoxelGrid fine, VoxelGrid most, int u, int b, int r) {
        for (int direction = 0; direction < 27; direction++) {
            int[] to = {direction / 9 - 1, direction / 3 % 3 - 1, direction % 3 - 1};
            if (!most.isFull(u + to[0], b + to[1], r + to[2])) {
                continue;
            }
            boolean near = true;
            for (int part = 0; part < PARTS; part++) {
                int[] at = {part >> 2, part >> 1 & 1, part & 1};
                boolean far = false;
                for (int axis = 0; axis < 3; axis++) {
                    far |= to[axis] != 0 && at[axis] != (to[axis] + 1) / 2;
                }
                near &= !far || !fine.isFull(2 * u + at[0], 2 * b + at[1], 2 * r + at[2]);
            }
            if (near) {
                return true;
            }
        }
        return false;
    }

    private void place() throws UnreadableFileException {
        if (mesh.count() == 0) {
            throw new UnreadableFileException("it has no faces");
        }
        double[] extent = new double[3];
        double longest = 0;
        for (int axis = 0; axis < 3; axis++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int triangle = 0; triangle < mesh.count(); triangle++) {
                for (int corner = 0; corner < 3; corner++) {
                    least = Math.min(least, mesh.corner(triangle, corner, axis));
                    most = Math.max(most, mesh.corner(triangle, corner, axis));
                }
            }
            low[axis] = least;
            extent[axis] = most - least;
            longest = Math.max(longest, extent[axis]);
        }
        if (!(longest > 0)) {
            throw new UnreadableFileException("all its corners are at one place");
        }
        scale = (side - 2 * INSET) / longest;
        for (int axis = 0; axis < 3; axis++) {
            // Up is the last axis.
            shift[axis] = INSET + (axis == 2 ? 0 : 2 * Math.floor((side - extent[axis] * scale) / 4));
        }
    }

    private void draw(int triangle) throws UnreadableFileException {
        double[][] corners = new double[3][3];
        int[] first = new int[3];
        int[] last = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int corner = 0; corner < 3; corner++) {
                double place = (mesh.corner(triangle, corner, axis) - low[axis]) * scale + shift[axis];
                corners[corner][axis] = place;
                least = Math.min(least, place);
                most = Math.max(most, place);
            }
            first[axis] = Math.clamp((int) Math.floor(least), 0, side - 1);
            last[axis] = Math.clamp((int) Math.floor(most), 0, side - 1);
        }
        double[] normal = cross(minus(corners[1], corners[0]), minus(corners[2], corners[0]));
        int depth = 0;
        for (int axis = 1; axis < 3; axis++) {
            depth = Math.abs(normal[axis]) > Math.abs(normal[depth]) ? axis : depth;
        }
        int one = (depth + 1) % 3;
        int other = (depth + 2) % 3;
        double plane = dot(normal, corners[0]);
        // Along the axis that the triangle faces most, its plane passes few cells of each column.
        double reach = (Math.abs(normal[one]) + Math.abs(normal[other])) / 2;
        for (int i = first[one]; i <= last[one]; i++) {
            for (int j = first[other]; j <= last[other]; j++) {
                int from = first[depth];
                int to = last[depth];
                if (normal[depth] != 0) {
                    double middle = plane - normal[one] * (i + 0.5) - normal[other] * (j + 0.5);
                    double a = (middle - reach) / normal[depth];
                    double b = (middle + reach) / normal[depth];
                    from = Math.max(from, (int) Math.floor(Math.min(a, b) - 1e-6));
                    to = Math.min(to, (int) Math.floor(Math.max(a, b) + 1e-6));
                }
                for (int k = from; k <= to; k++) {
                    int[] cell = new int[3];
                    cell[depth] = k;
                    cell[one] = i;
                    cell[other] = j;
                    if (++tests > MOST_TESTS) {
                        throw new UnreadableFileException("its faces are too many and too large to be voxelized");
                    }
                    if (!grid.isFull(cell[2], cell[1], cell[0]) && touches(corners, normal, cell)) {
                        grid.fill(cell[2], cell[1], cell[0], mesh.color(triangle));
                    }
                }
            }
        }
    }

    /** Whether no axis separates a triangle and a cell: those of the cell, the normal, and the cross products of their edges. */
    private static boolean touches(double[][] corners, double[] normal, int[] cell) {
        double[][] moved = new double[3][3];
        for (int corner = 0; corner < 3; corner++) {
            for (int axis = 0; axis < 3; axis++) {
                moved[corner][axis] = corners[corner][axis] - cell[axis] - 0.5;
            }
        }
        for (int axis = 0; axis < 3; axis++) {
            double least = Math.min(moved[0][axis], Math.min(moved[1][axis], moved[2][axis]));
            double most = Math.max(moved[0][axis], Math.max(moved[1][axis], moved[2][axis]));
            if (least > 0.5 || most < -0.5) {
                return false;
            }
        }
        if (separates(normal, moved)) {
            return false;
        }
        for (int edge = 0; edge < 3; edge++) {
            double[] along = minus(moved[(edge + 1) % 3], moved[edge]);
            for (int axis = 0; axis < 3; axis++) {
                double[] unit = new double[3];
                unit[axis] = 1;
                if (separates(cross(unit, along), moved)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean separates(double[] axis, double[][] corners) {
        double a = dot(axis, corners[0]);
        double b = dot(axis, corners[1]);
        double c = dot(axis, corners[2]);
        double radius = (Math.abs(axis[0]) + Math.abs(axis[1]) + Math.abs(axis[2])) / 2;
        return Math.min(a, Math.min(b, c)) > radius || Math.max(a, Math.max(b, c)) < -radius;
    }

    private static double[] minus(double[] a, double[] b) {
        return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    private static double[] cross(double[] a, double[] b) {
        return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }
}
