package dev.duello.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.Messages;
import dev.duello.learn.NetworkStore;
import dev.duello.learn.ObjectMappers;
import dev.duello.nn.Architecture;
import dev.duello.nn.EarlierNames;
import dev.duello.torch.Safetensors;
import dev.duello.torch.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks of a checkpoint, as they were built when it was written.
 *
 * @param checkpoint its folder
 * @param list where a run of a format before the third tells how its networks were built
 * @param experiment from which they are built when nothing else tells
 */
record CheckpointNetworks(Path checkpoint, Path list, Experiment experiment) implements NetworkStore {
    private static final Logger log = LoggerFactory.getLogger(CheckpointNetworks.class);

    /** @throws TrainingException when the file is damaged, or this version does not know such a network */
    @Override
    public Architecture architecture(String name) {
        Path file = CheckpointFiles.tensors(checkpoint, name);
        try {
            Optional<Architecture> inHeader = Architecture.ofFile(file);
            return inHeader.isPresent() ? inHeader.get() : ofFormatTwo(name);
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }

    private Architecture ofFormatTwo(String name) throws IOException {
        String network = name.equals("average") ? "generator" : name;
        if (Files.isRegularFile(list)) {
            try {
                JsonNode known =
                        ObjectMappers.JSON.readTree(Files.readAllBytes(list)).path(network);
                return ObjectMappers.JSON.treeToValue(known, Architecture.class);
            } catch (JsonProcessingException e) {
                log.debug("{} is of no use: {}", list, e.getMessage());
            }
        }
        return experiment.architectures().get(network);
    }

    /** @throws TrainingException when the file is damaged */
    @Override
    public Map<String, String> metadata(String name) {
        Path file = CheckpointFiles.tensors(checkpoint, name);
        try {
            return Safetensors.readMetadata(file);
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }

    /** @throws TrainingException when the file is damaged, or holds other tensors */
    @Override
    public void load(String name, Map<String, Tensor> tensors) {
        Path file = CheckpointFiles.tensors(checkpoint, name);
        try {
            Safetensors.readInto(file, tensors, EarlierNames::today);
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }

    private static TrainingException cannotRead(Path file, IOException e) {
        boolean isTold = e.getMessage() != null && e.getMessage().startsWith(file + " cannot be used");
        return new TrainingException(
                isTold ? e.getMessage() : file + " cannot be read: " + Messages.reason(e) + ".", e);
    }
}
