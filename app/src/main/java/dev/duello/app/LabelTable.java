package dev.duello.app;

import dev.duello.Messages;
import dev.duello.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Labels of the samples of a run as CSV: a header with their names, then a line a sample. */
record LabelTable(int samples, Map<String, double[]> columns) {
    private static final int MOST = 100_000;

    /**
     * @param file lines in the order of the samples, or with a first column {@code index} that tells it; an empty field is
     *     no label
     * @throws DataException when it cannot be read or is no such table
     */
    static LabelTable read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new DataException("Cannot read " + file + ": " + Messages.reason(e) + ".", e);
        }
        if (lines.size() < 2 || lines.size() > MOST) {
            throw new DataException(file + " has " + lines.size()
                    + " lines. Labels are CSV: a header with their names, then a line for each sample, at most " + MOST
                    + ".");
        }
        String[] names = lines.getFirst().split(",", -1);
        boolean indexed = names[0].strip().equals("index");
        int[] samples = new int[lines.size()];
        int count = 0;
        for (int line = 1; line < lines.size(); line++) {
            samples[line] =
                    indexed ? (int) number(file, line, "index", lines.get(line).split(",", -1)[0], MOST) : line - 1;
            count = Math.max(count, samples[line] + 1);
        }
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (int column = indexed ? 1 : 0; column < names.length; column++) {
            double[] values = new double[count];
            Arrays.fill(values, Double.NaN);
            for (int line = 1; line < lines.size(); line++) {
                String[] fields = lines.get(line).split(",", -1);
                if (fields.length != names.length) {
                    throw new DataException(file + ", line " + (line + 1) + ": it has " + fields.length
                            + " fields, and the header " + names.length + ".");
                }
                String field = fields[column].strip();
                values[samples[line]] = field.isEmpty()
                        ? Double.NaN
                        : number(file, line, names[column].strip(), field, Double.POSITIVE_INFINITY);
            }
            columns.put(names[column].strip(), values);
        }
        return new LabelTable(count, columns);
    }

    private static double number(Path file, int line, String name, String field, double below) {
        double value;
        try {
            value = Double.parseDouble(field);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        boolean isIndex = name.equals("index");
        if (!Double.isFinite(value) || (isIndex && (value < 0 || value >= below || value != Math.rint(value)))) {
            throw new DataException(file + ", line " + (line + 1) + ": " + name + " is '" + field + "', not "
                    + (isIndex ? "the number of a sample from 0." : "a number."));
        }
        return value;
    }
}
