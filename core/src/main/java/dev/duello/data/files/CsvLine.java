package dev.duello.data.files;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a table of comma-separated values (RFC 4180): fields may stand in quotes, in which two quotes are one and line breaks
 * belong to the field.
 *
 * @param number of the line where it begins, from 1
 */
record CsvLine(int number, List<String> fields) {
    /** All lines that are not empty. */
    static List<CsvLine> parse(String text) {
        List<CsvLine> lines = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        int line = 1;
        int start = 1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '\n' : text.charAt(i);
            boolean isEnd = c == '\n' && (!quoted || i == text.length());
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"' && (quoted || field.toString().isBlank())) {
                quoted = !quoted;
                field.setLength(quoted ? 0 : field.length());
            } else if (isEnd || c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else if (c != '\r' || quoted) {
                field.append(c);
            }
            if (isEnd) {
                if (fields.stream().anyMatch(one -> !one.isBlank())) {
                    lines.add(new CsvLine(start, List.copyOf(fields)));
                }
                fields.clear();
                quoted = false;
                start = line + 1;
            }
            if (c == '\n') {
                line++;
            }
        }
        return lines;
    }
}
