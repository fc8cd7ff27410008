package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GroupCheckTest {
    @Test
    void early_jdks_25_are_told_apart_from_later_ones() {
        for (String faulty : new String[] {"25", "25.0.1", "25.0.2+10"}) {
            assertThat(GroupCheck.fault(Runtime.Version.parse(faulty), true))
                    .hasValueSatisfying(text -> assertThat(text).contains("install 25.0.3"));
            assertThat(GroupCheck.fault(Runtime.Version.parse(faulty), false))
                    .hasValueSatisfying(text -> assertThat(text).contains("another collector"));
        }
        for (String sound : new String[] {"25.0.3", "25.0.4+1", "26", "24.0.2"}) {
            assertThat(GroupCheck.fault(Runtime.Version.parse(sound), true)).isEmpty();
        }
    }

    @Test
    void processes_of_this_machine_can_talk() {
        CheckResult finding = GroupCheck.finding();

        assertThat(finding.level()).isNotEqualTo(CheckResult.Level.PROBLEM);
        assertThat(finding.text()).contains("127.0.0.1");
    }
}
