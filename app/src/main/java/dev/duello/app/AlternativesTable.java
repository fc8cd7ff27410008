package dev.duello.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The results of all alternatives: one row each, the mean and the standard deviation over its seeds. */
final class AlternativesTable {
    /** A column: its key among the values, its title, and how its numbers are written. */
    private record Column(String key, String title, String format) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("parameters", "parameters", "%,.0f"),
            new Column("kimg", "kimg", "%.1f"),
            new Column("fid", "fid ↓", "%.1f"),
            new Column("precision", "precision ↑", "%.3f"),
            new Column("recall", "recall ↑", "%.3f"),
            new Column("coverage", "coverage ↑", "%.3f"),
            new Column("sharpness", "sharpness →1", "%.2f"),
            new Column("psnr", "PSNR ↑", "%.2f"),
            new Column("bits", "bits/dim ↓", "%.3f"),
            new Column("seconds", "s to train", "%.0f"),
            new Column("samples-per-second", "images/s", "%,.0f"));

    private AlternativesTable() {}

    /** Titles and then a row for each alternative, as text. */
    static List<List<String>> cells(Map<Alternative, List<AlternativeResult>> results) {
        List<List<String>> rows = new ArrayList<>();
        List<String> titles = new ArrayList<>(List.of("learner"));
        COLUMNS.forEach(column -> titles.add(column.title));
        titles.add("failed");
        rows.add(titles);
        results.forEach((alternative, each) -> {
            List<String> row = new ArrayList<>(List.of(alternative.label()));
            COLUMNS.forEach(column -> row.add(cell(column, each)));
            row.add(each.stream().filter(AlternativeResult::failed).count() + " of " + each.size());
            rows.add(row);
        });
        return rows;
    }

    private static String cell(Column column, List<AlternativeResult> results) {
        double[] values = results.stream()
                .filter(result -> result.values().containsKey(column.key))
                .mapToDouble(result -> result.values().get(column.key))
                .toArray();
        if (values.length == 0) {
            return "–";
        }
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        String text = String.format(column.format, mean);
        if (values.length == 1 || column.key.equals("parameters")) {
            return text;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean) / (values.length - 1);
        }
        return text + " ± " + String.format(column.format, Math.sqrt(squares));
    }

    /** As Markdown. */
    static String markdown(Map<Alternative, List<AlternativeResult>> results) {
        StringBuilder text = new StringBuilder();
        List<List<String>> rows = cells(results);
        for (int i = 0; i < rows.size(); i++) {
            text.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
            if (i == 0) {
                text.append("|").append("---|".repeat(rows.getFirst().size())).append("\n");
            }
        }
        return text.toString();
    }

    /** As HTML. */
    static String html(Map<Alternative, List<AlternativeResult>> results) {
        StringBuilder text = new StringBuilder(Html.scrolled("Results")).append("<table>\n");
        List<List<String>> rows = cells(results);
        for (int i = 0; i < rows.size(); i++) {
            String tag = i == 0 ? "th" : "td";
            text.append(i == 0 ? "<thead><tr>" : "<tr>");
            for (int column = 0; column < rows.get(i).size(); column++) {
                text.append("<").append(tag).append(column == 0 ? ">" : " class=\"n\">");
                text.append(Html.escape(rows.get(i).get(column)))
                        .append("</")
                        .append(tag)
                        .append(">");
            }
            text.append(i == 0 ? "</tr></thead>\n<tbody>\n" : "</tr>\n");
        }
        return text.append("</tbody></table></div>\n").toString();
    }
}
