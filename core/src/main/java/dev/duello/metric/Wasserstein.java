package dev.duello.metric;

import java.util.Arrays;

/** The Wasserstein-1 distance between two sets of numbers: the area between their distribution functions. */
final class Wasserstein {
    private Wasserstein() {}

    /** @param first at least one number @param second at least one number, not necessarily as many */
    static double between(double[] first, double[] second) {
        double[] a = first.clone();
        double[] b = second.clone();
        Arrays.sort(a);
        Arrays.sort(b);
        double area = 0;
        double at = Math.min(a[0], b[0]);
        int i = 0;
        int j = 0;
        while (i < a.length || j < b.length) {
            double next = j == b.length || i < a.length && a[i] <= b[j] ? a[i] : b[j];
            area += (next - at) * Math.abs((double) i / a.length - (double) j / b.length);
            at = next;
            if (i < a.length && a[i] == next) {
                i++;
            } else {
                j++;
            }
        }
        return area;
    }
}
