package dev.duello.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a process's {@link Place} from the variables that launchers set: those of torchrun ({@code RANK}, {@code WORLD_SIZE}, {@code
 * LOCAL_RANK}, {@code LOCAL_WORLD_SIZE}, {@code MASTER_ADDR}, {@code MASTER_PORT}), of Kubeflow ({@code PET_*}), of SLURM
 * ({@code SLURM_*}), of Open MPI ({@code OMPI_*}) and of other MPIs ({@code PMI_*}). Where MPI or SLURM says who a process is but not
 * where the first one listens, {@code MASTER_ADDR} and {@code MASTER_PORT} are asked for as well.
 */
public final class LauncherEnvironment {
    /** Where none is named; that of torchrun. */
    public static final int DEFAULT_PORT = 29_500;

    private static final Pattern RANGE = Pattern.compile("([^\\[]*)\\[(\\d+)[^\\]]*](.*)");

    private final Map<String, String> variables;

    private LauncherEnvironment(Map<String, String> variables) {
        this.variables = variables;
    }

    /**
     * The place that these variables give a process; empty where none of a launcher is set, or it started one process only.
     *
     * @throws GroupException when what a launcher set cannot be understood, naming the variable
     */
    public static Optional<Place> place(Map<String, String> variables) {
        return Optional.ofNullable(new LauncherEnvironment(variables).read());
    }

    private @Nullable Place read() {
        if (isSet("RANK") || isSet("WORLD_SIZE")) {
            return torchrun();
        }
        if (isSet("PET_NNODES")) {
            return kubeflow();
        }
        if (isSet("OMPI_COMM_WORLD_SIZE")) {
            return byRank(
                    "Open MPI",
                    "OMPI_COMM_WORLD_RANK",
                    "OMPI_COMM_WORLD_SIZE",
                    "OMPI_COMM_WORLD_LOCAL_RANK",
                    "OMPI_COMM_WORLD_LOCAL_SIZE",
                    null);
        }
        if (isSet("PMI_SIZE")) {
            return byRank("MPI", "PMI_RANK", "PMI_SIZE", "MPI_LOCALRANKID", "MPI_LOCALNRANKS", null);
        }
        // A shell inside of an allocation has the number of tasks, too, but no step.
        if (isSet("SLURM_PROCID") && isSet("SLURM_STEP_ID")) {
            return byRank("SLURM", "SLURM_PROCID", "SLURM_NTASKS", "SLURM_LOCALID", null, slurmHost());
        }
        return null;
    }

    private @Nullable Place torchrun() {
        int size = number("WORLD_SIZE");
        if (size == 1) {
            return null;
        }
        String launcher = isSet("TORCHELASTIC_RUN_ID") ? "torchrun" : "The launcher";
        return new Place(
                number("RANK"),
                size,
                number("LOCAL_RANK", 0),
                number("LOCAL_WORLD_SIZE", number("LOCAL_RANK", 0) + 1),
                needed("MASTER_ADDR"),
                number("MASTER_PORT", DEFAULT_PORT),
                value("TORCHELASTIC_USE_AGENT_STORE").equalsIgnoreCase("true"),
                number("TORCHELASTIC_RESTART_COUNT", 0),
                launcher);
    }

    /** Machines and processes of each are told, not the number of this process: each machine has one. */
    private @Nullable Place kubeflow() {
        int machines = number("PET_NNODES");
        String each = value("PET_NPROC_PER_NODE");
        if (!each.matches("|1|auto|cpu|gpu")) {
            throw new GroupException(
                    "PET_NPROC_PER_NODE is " + each + ", but started without torchrun there is one process"
                            + " on each machine: set numProcPerNode to 1, or start `torchrun --no-python duello train`.");
        }
        if (machines == 1) {
            return null;
        }
        return new Place(
                number("PET_NODE_RANK"),
                machines,
                0,
                1,
                needed("PET_MASTER_ADDR"),
                number("PET_MASTER_PORT", DEFAULT_PORT),
                false,
                0,
                "Kubeflow");
    }

    private @Nullable Place byRank(
            String launcher,
            String rank,
            String size,
            String localRank,
            @Nullable String localSize,
            @Nullable String host) {
        int count = number(size);
        if (count == 1) {
            return null;
        }
        int local = number(localRank, 0);
        return new Place(
                number(rank),
                count,
                local,
                localSize == null ? slurmLocalSize(local) : number(localSize, local + 1),
                host != null && !isSet("MASTER_ADDR") ? host : needed("MASTER_ADDR"),
                number("MASTER_PORT", DEFAULT_PORT),
                false,
                number("SLURM_RESTART_COUNT", 0),
                launcher);
    }

    /** From such as {@code 2(x3),1}: so many tasks on each machine, in the order of the machines. */
    private int slurmLocalSize(int localRank) {
        List<Integer> tasks = new ArrayList<>();
        Matcher matcher = Pattern.compile("(\\d+)(?:\\(x(\\d+)\\))?").matcher(value("SLURM_STEP_TASKS_PER_NODE"));
        while (matcher.find()) {
            int times = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
            for (int i = 0; i < times; i++) {
                tasks.add(Integer.parseInt(matcher.group(1)));
            }
        }
        int machine = number("SLURM_NODEID", 0);
        return machine < tasks.size() ? tasks.get(machine) : localRank + 1;
    }

    /** The first of such as {@code node[03-05,9]}. */
    private @Nullable String slurmHost() {
        String list = isSet("SLURM_STEP_NODELIST") ? value("SLURM_STEP_NODELIST") : value("SLURM_JOB_NODELIST");
        if (list.isEmpty()) {
            return null;
        }
        Matcher matcher = RANGE.matcher(list);
        int comma = list.indexOf(',');
        int bracket = list.indexOf('[');
        boolean isPlain = bracket < 0 || comma >= 0 && comma < bracket;
        return isPlain || !matcher.matches()
                ? list.split(",")[0]
                : matcher.group(1) + matcher.group(2) + matcher.group(3).replaceAll(",.*", "");
    }

    private boolean isSet(String name) {
        return !value(name).isEmpty();
    }

    private String value(String name) {
        return variables.getOrDefault(name, "").strip();
    }

    private String needed(String name) {
        if (!isSet(name)) {
            throw new GroupException("The variable " + name
                    + " is missing: it names the machine of the first process, where the others meet it. Set it for all"
                    + " processes, with MASTER_PORT for a port that is free there.");
        }
        return value(name);
    }

    private int number(String name) {
        if (!isSet(name)) {
            throw new GroupException("The variable " + name + " is missing: launchers set it with the others of "
                    + variables.keySet().stream()
                            .filter(key ->
                                    key.matches("(RANK|WORLD_SIZE|PET_.*|SLURM_PROCID|OMPI_COMM_WORLD_.*|PMI_.*)"))
                            .sorted()
                            .toList()
                    + ".");
        }
        return number(name, 0);
    }

    private int number(String name, int otherwise) {
        if (!isSet(name)) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value(name));
        } catch (NumberFormatException e) {
            throw new GroupException("The variable " + name + " is '" + value(name) + "', not a whole number.", e);
        }
    }
}
