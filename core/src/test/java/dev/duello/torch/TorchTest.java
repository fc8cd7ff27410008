package dev.duello.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TorchTest {
    @Test
    void the_library_says_what_it_is() {
        assertThat(Torch.version()).startsWith("2.13.0-");
        assertThat(Torch.cpuCapability()).isNotBlank();
        assertThat(Torch.platform()).contains("-");
    }

    @Test
    void the_number_of_threads_is_the_one_set() {
        int before = Torch.threads();
        try {
            Torch.setThreads(3);
            assertThat(Torch.threads()).isEqualTo(3);
            Torch.setThreads(1);
            assertThat(Torch.threads()).isEqualTo(1);
        } finally {
            Torch.setThreads(before);
        }
        assertThat(Torch.threads()).isEqualTo(before);
    }

    @Test
    void no_threads_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Torch.setThreads(0))
                .withMessage("threads must be at least 1, not 0");
    }
}
