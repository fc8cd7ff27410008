package dev.duello;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users may rely on: the public classes of the packages that do not say that they are not part of the API. */
class ApiTest {
    private static final Path SOURCES = Path.of("src/main/java");

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.duello");

    @Test
    void the_build_leaves_those_packages_out_of_documentation_and_comparison_that_are_not_API() throws Exception {
        Set<String> internal = internalPackages();
        String pom = Files.readString(Path.of("pom.xml"));

        assertThat(internal).isNotEmpty();
        assertThat(Set.of(first(pom, "<excludePackageNames>(.*?)</excludePackageNames>")
                        .split(":")))
                .isEqualTo(internal);
        assertThat(Pattern.compile("<exclude>(dev\\.duello.*?)</exclude>")
                        .matcher(pom)
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toSet()))
                .isEqualTo(internal);
    }

    @Test
    void the_API_mentions_only_what_is_API() throws Exception {
        Set<String> internal = internalPackages();
        methods()
                .that(describe("are part of the API", (JavaMethod method) -> isPublic(method, internal)))
                .should()
                .haveRawReturnType(usable(internal))
                .andShould()
                .haveRawParameterTypes(describe(
                        "usable types",
                        (List<JavaClass> types) -> types.stream().allMatch(usable(internal))))
                .check(CORE);
    }

    private static boolean isPublic(JavaCodeUnit method, Set<String> internal) {
        JavaClass owner = method.getOwner();
        return method.getModifiers().contains(JavaModifier.PUBLIC)
                && !method.getModifiers().contains(JavaModifier.SYNTHETIC)
                && owner.getModifiers().contains(JavaModifier.PUBLIC)
                && !internal.contains(owner.getPackageName());
    }

    /** Types that a user can name: public, not of an internal package, and not of the native bindings. */
    private static DescribedPredicate<JavaClass> usable(Set<String> internal) {
        return describe("a public type that is part of the API, and no native binding", type -> {
            JavaClass element = type.getBaseComponentType();
            return element.isPrimitive()
                    || (element.getModifiers().contains(JavaModifier.PUBLIC)
                            && !internal.contains(element.getPackageName())
                            && !element.getPackageName().startsWith("org.bytedeco"));
        });
    }

    private static Set<String> internalPackages() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            Set<String> internal = new TreeSet<>();
            for (Path file :
                    files.filter(path -> path.endsWith("package-info.java")).toList()) {
                String text = Files.readString(file);
                if (text.contains("Not part of the API")) {
                    internal.add(first(text, "(?m)^package (.*?);"));
                }
            }
            return internal;
        }
    }

    private static String first(String text, String pattern) {
        Matcher found = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }
}
