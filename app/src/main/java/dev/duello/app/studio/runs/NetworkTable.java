package dev.duello.app.studio.runs;

import dev.duello.nn.Architecture;
import dev.duello.nn.ParameterSpec;
import java.util.List;
import java.util.stream.Collectors;

/** A network layer by layer. @param multiplyAdds of a forward pass of one sample */
public record NetworkTable(String title, String input, List<Row> layers, long parameters, long multiplyAdds) {

    /** One layer. @param weights the names and shapes of what it learns */
    public record Row(String name, String output, String weights, long parameters, long multiplyAdds) {}

    static NetworkTable of(String title, Architecture network) {
        return new NetworkTable(
                title,
                network.input().toString(),
                network.placed().stream().map(NetworkTable::row).toList(),
                network.trainedNumbers(),
                network.multiplyAdds());
    }

    private static Row row(Architecture.Placed placed) {
        return new Row(
                placed.name(),
                placed.output().toString(),
                placed.parameters().stream()
                        .filter(parameter -> parameter.role().isTrained())
                        .map((ParameterSpec parameter) -> parameter.name() + " " + parameter.shape())
                        .collect(Collectors.joining(", ")),
                placed.trainedNumbers(),
                placed.layer().multiplyAdds(placed.input()));
    }
}
