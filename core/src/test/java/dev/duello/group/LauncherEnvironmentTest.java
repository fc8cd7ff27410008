package dev.duello.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LauncherEnvironmentTest {
    private static Map<String, String> variables(String text) {
        Map<String, String> variables = new HashMap<>();
        for (String each : text.split(" ")) {
            variables.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
        }
        return variables;
    }

    private static Place place(String text) {
        return LauncherEnvironment.place(variables(text)).orElseThrow();
    }

    @Test
    void a_process_that_nobody_launched_is_alone() {
        assertThat(LauncherEnvironment.place(Map.of("HOME", "/", "SLURM_NTASKS", "4")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "RANK=0 WORLD_SIZE=1 MASTER_ADDR=a MASTER_PORT=1",
        "PET_NNODES=1 PET_NODE_RANK=0",
        "SLURM_PROCID=0 SLURM_STEP_ID=0 SLURM_NTASKS=1",
        "OMPI_COMM_WORLD_SIZE=1 OMPI_COMM_WORLD_RANK=0",
        "PMI_SIZE=1 PMI_RANK=0"
    })
    void one_process_is_alone(String variables) {
        assertThat(LauncherEnvironment.place(variables(variables))).isEmpty();
    }

    @Test
    void torchrun_names_all_and_keeps_the_store() {
        assertThat(place("RANK=5 WORLD_SIZE=8 LOCAL_RANK=1 LOCAL_WORLD_SIZE=4 MASTER_ADDR=10.0.0.1 MASTER_PORT=40123"
                        + " TORCHELASTIC_RESTART_COUNT=2 TORCHELASTIC_RUN_ID=x TORCHELASTIC_USE_AGENT_STORE=True"))
                .isEqualTo(new Place(5, 8, 1, 4, "10.0.0.1", 40_123, true, 2, "torchrun"));
    }

    @Test
    void kubeflow_names_machines() {
        assertThat(place("PET_NNODES=3 PET_NPROC_PER_NODE=auto PET_NODE_RANK=2 PET_MASTER_ADDR=job-node-0-0.job"
                        + " PET_MASTER_PORT=29400"))
                .isEqualTo(new Place(2, 3, 0, 1, "job-node-0-0.job", 29_400, false, 0, "Kubeflow"));
        assertThatThrownBy(() -> place("PET_NNODES=3 PET_NPROC_PER_NODE=2 PET_NODE_RANK=2"))
                .isInstanceOf(GroupException.class)
                .hasMessageContaining("PET_NPROC_PER_NODE is 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"node01,node02; node01", "node[03-05,9]; node03", "a,b[1-2]; a", "rack[1-2]-x,other; rack1-x"})
    void slurm_meets_on_its_first_machine(String list, String first) {
        Place place = place("SLURM_PROCID=3 SLURM_STEP_ID=0 SLURM_NTASKS=5 SLURM_LOCALID=1 SLURM_NODEID=1"
                + " SLURM_STEP_TASKS_PER_NODE=2(x2),1 SLURM_JOB_NODELIST=" + list);

        assertThat(place).isEqualTo(new Place(3, 5, 1, 2, first, LauncherEnvironment.DEFAULT_PORT, false, 0, "SLURM"));
    }

    @Test
    void mpi_tells_who_is_who_and_the_user_where_they_meet() {
        assertThat(place("OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=2 OMPI_COMM_WORLD_LOCAL_RANK=1"
                        + " OMPI_COMM_WORLD_LOCAL_SIZE=2 MASTER_ADDR=h MASTER_PORT=5000"))
                .isEqualTo(new Place(1, 2, 1, 2, "h", 5000, false, 0, "Open MPI"));
        assertThat(place("PMI_RANK=1 PMI_SIZE=2 MPI_LOCALRANKID=0 MPI_LOCALNRANKS=1 MASTER_ADDR=h"))
                .isEqualTo(new Place(1, 2, 0, 1, "h", LauncherEnvironment.DEFAULT_PORT, false, 0, "MPI"));
        assertThatThrownBy(() -> place("PMI_RANK=1 PMI_SIZE=2"))
                .isInstanceOf(GroupException.class)
                .hasMessageStartingWith("The variable MASTER_ADDR is missing");
    }

    @Test
    void what_cannot_be_understood_is_named() {
        assertThatThrownBy(() -> place("RANK=x WORLD_SIZE=2 MASTER_ADDR=h"))
                .isInstanceOf(GroupException.class)
                .hasMessage("The variable RANK is 'x', not a whole number.");
        assertThatThrownBy(() -> place("WORLD_SIZE=2 MASTER_ADDR=h"))
                .isInstanceOf(GroupException.class)
                .hasMessageStartingWith("The variable RANK is missing");
        assertThatThrownBy(() -> place("RANK=2 WORLD_SIZE=2 MASTER_ADDR=h"))
                .isInstanceOf(GroupException.class)
                .hasMessageContaining("the number 2 of 2");
        assertThatThrownBy(() -> place("RANK=1 WORLD_SIZE=2 MASTER_ADDR=h MASTER_PORT=70000"))
                .isInstanceOf(GroupException.class)
                .hasMessageContaining("port 70000");
    }
}
