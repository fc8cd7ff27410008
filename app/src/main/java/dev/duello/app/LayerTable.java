package dev.duello.app;

import dev.duello.Messages;
import dev.duello.nn.Architecture;
import dev.duello.nn.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A network as a table: what comes out of each layer, its parameters and its work for one image. */
final class LayerTable {
    private static final String ROW = "%-20s %-14s %-34s %12s %14s%n";

    private LayerTable() {}

    /** All networks of a learner, by name. */
    static String of(Map<String, Architecture> networks) {
        return networks.entrySet().stream()
                .map(network -> of(Messages.capitalized(network.getKey()), network.getValue()))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String of(String title, Architecture architecture) {
        StringBuilder table = new StringBuilder();
        table.append(String.format(ROW, title, "output", "weights", "parameters", "multiply-adds"));
        table.append(String.format(ROW, "input", architecture.input(), "", "", ""));
        for (Architecture.Placed placed : architecture.placed()) {
            table.append(String.format(
                    ROW,
                    placed.name(),
                    placed.output(),
                    weights(placed.parameters()),
                    count(placed.trainedNumbers()),
                    count(placed.layer().multiplyAdds(placed.input()))));
        }
        table.append(String.format(
                ROW, "total", "", "", count(architecture.trainedNumbers()), count(architecture.multiplyAdds())));
        return table.toString();
    }

    private static String weights(List<ParameterSpec> parameters) {
        List<String> shown = new ArrayList<>();
        for (ParameterSpec parameter : parameters) {
            if (parameter.role().isTrained()) {
                shown.add(parameter.name() + " " + parameter.shape());
            }
        }
        return shown.stream().collect(Collectors.joining(", "));
    }

    private static String count(long number) {
        return number == 0 ? "-" : String.format("%,d", number);
    }
}
