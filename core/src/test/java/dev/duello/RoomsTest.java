package dev.duello;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The package structure. Plain ArchUnit, because its own runner knows JUnit 5 only. */
class RoomsTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.duello");

    @Test
    void the_rules_see_the_rooms() {
        assertThat(CORE.stream().map(JavaClass::getPackageName))
                .contains("dev.duello.torch", "dev.duello.nn", "dev.duello.network", "dev.duello.gan");
        assertThat(CORE.stream().map(JavaClass::getSimpleName)).doesNotContain("RoomsTest");
    }

    @Test
    void only_the_torch_room_knows_the_native_bindings() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.duello.torch..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(CORE);
    }

    @Test
    void arrows_between_rooms_point_one_way() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("torch")
                .definedBy("dev.duello.torch..")
                .layer("group")
                .definedBy("dev.duello.group..")
                .layer("nn")
                .definedBy("dev.duello.nn..")
                .layer("data")
                .definedBy("dev.duello.data..")
                .layer("learn")
                .definedBy("dev.duello.learn..")
                .layer("network")
                .definedBy("dev.duello.network..")
                .layer("gan")
                .definedBy("dev.duello.gan..")
                .layer("autoencoder")
                .definedBy("dev.duello.autoencoder..")
                .layer("translate")
                .definedBy("dev.duello.translate..")
                .layer("classify")
                .definedBy("dev.duello.classify..")
                .layer("metric")
                .definedBy("dev.duello.metric..")
                .layer("privacy")
                .definedBy("dev.duello.privacy..")
                .layer("explain")
                .definedBy("dev.duello.explain..")
                .layer("export")
                .definedBy("dev.duello.export..")
                .layer("train")
                .definedBy("dev.duello.train..")
                .layer("search")
                .definedBy("dev.duello.search..")
                .whereLayer("group")
                .mayOnlyBeAccessedByLayers("train")
                .whereLayer("torch")
                .mayOnlyBeAccessedByLayers(
                        "group",
                        "nn",
                        "data",
                        "learn",
                        "gan",
                        "autoencoder",
                        "translate",
                        "classify",
                        "metric",
                        "privacy",
                        "explain",
                        "export",
                        "train")
                .whereLayer("nn")
                .mayOnlyBeAccessedByLayers(
                        "network",
                        "learn",
                        "gan",
                        "autoencoder",
                        "translate",
                        "classify",
                        "metric",
                        "explain",
                        "export",
                        "train",
                        "search")
                .whereLayer("network")
                .mayOnlyBeAccessedByLayers("gan", "autoencoder", "translate", "classify", "metric")
                .whereLayer("data")
                .mayOnlyBeAccessedByLayers(
                        "learn",
                        "gan",
                        "autoencoder",
                        "translate",
                        "classify",
                        "metric",
                        "privacy",
                        "explain",
                        "export",
                        "train",
                        "search")
                .whereLayer("learn")
                .mayOnlyBeAccessedByLayers(
                        "gan", "autoencoder", "translate", "classify", "metric", "explain", "export", "train", "search")
                .whereLayer("export")
                .mayOnlyBeAccessedByLayers("train")
                .whereLayer("explain")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("privacy")
                .mayOnlyBeAccessedByLayers("train")
                .whereLayer("classify")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("translate")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("autoencoder")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("gan")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("metric")
                .mayOnlyBeAccessedByLayers("privacy", "train", "search")
                .whereLayer("train")
                .mayOnlyBeAccessedByLayers("search")
                .whereLayer("search")
                .mayNotBeAccessedByAnyLayer()
                .check(CORE);
    }

    @Test
    void rooms_form_no_cycle() {
        slices().matching("dev.duello.(*)..").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void sub_rooms_of_data_form_no_cycle() {
        // The top package counts as a room of its own, below all others.
        slices().matching("dev.duello.(**)")
                .should()
                .beFreeOfCycles()
                .check(CORE.that(resideInAPackage("dev.duello.data..")));
    }

    @Test
    void the_library_prints_nothing() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CORE);
    }

    @Test
    void memory_is_never_left_to_the_garbage_collector() {
        noClasses()
                .should()
                .callMethod(System.class, "gc")
                .orShould()
                .callMethod(Runtime.class, "gc")
                .check(CORE);
    }

    @Test
    void the_library_knows_neither_command_line_nor_web() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "com.sun.net.httpserver..", "jdk.httpserver..")
                .check(CORE);
    }
}
