package dev.duello.app;

import java.util.List;
import java.util.Map;

/** In which order help lists commands and options, and what it shows as examples. */
final class HelpTopics {
    /** Names that belong together. */
    record Topic(String title, List<String> names) {}

    /** Commands by topic; the first of each is what a newcomer wants first. */
    static final List<Topic> COMMANDS = List.of(
            new Topic("Train", List.of("train", "resume", "search", "studio", "summary")),
            new Topic("Use", List.of("sample", "score", "reconstruct", "encode", "translate", "explain")),
            new Topic("Ship", List.of("export", "serve")),
            new Topic("Measure", List.of("evaluate", "compare", "report", "classify", "features")),
            new Topic("Protect", List.of("privacy", "audit")),
            new Topic("Prepare", List.of("data", "doctor", "generate-completion")));

    /** Options of the commands that have many. */
    static final List<Topic> OPTIONS = List.of(
            new Topic(
                    "Data",
                    List.of(
                            "--data",
                            "--task",
                            "--pairs",
                            "--unpaired",
                            "--size",
                            "--channels",
                            "--length",
                            "--rate",
                            "--frames")),
            new Topic("Training", List.of("--preset", "--kimg", "--for", "--batch", "--seed", "--set", "--config")),
            new Topic("Measuring and stopping", List.of("--watch", "--until", "--patience")),
            new Topic("Privacy", List.of("--epsilon", "--delta", "--public")),
            new Topic("Machine", List.of("--threads", "--device", "--precision")),
            new Topic("Output", List.of("--out", "--dry-run", "--show-task", "--studio", "--quiet", "--json")));

    /** What people type, by the command's whole name. */
    static final Map<String, List<String>> EXAMPLES = Map.ofEntries(
            Map.entry(
                    "duello",
                    List.of(
                            "duello train --data ~/photos --out photos",
                            "duello sample photos -n 64 --grid more.png",
                            "duello evaluate photos",
                            "duello studio .")),
            Map.entry(
                    "duello train",
                    List.of(
                            "duello train --data ~/photos --size 64x64 --kimg 2000",
                            "duello train --until \"fid<8\" --studio",
                            "duello train --task colorize --data ~/photos",
                            "duello train --data ~/patients --epsilon 10",
                            "duello train --preset dcgan-tiny --set generator.width=24 --dry-run")),
            Map.entry("duello resume", List.of("duello resume first", "duello resume first --kimg 800")),
            Map.entry(
                    "duello sample",
                    List.of(
                            "duello sample first -n 100 --grid clothes.png",
                            "duello sample first --class Trouser --files trousers",
                            "duello sample first --interpolate 12")),
            Map.entry(
                    "duello export",
                    List.of(
                            "duello export first --onnx clothes.onnx",
                            "duello export first --onnx small.onnx --half --uint8",
                            "duello export first --safetensors clothes --license CC-BY-4.0",
                            "duello export first --web page")),
            Map.entry(
                    "duello score",
                    List.of("duello score first photo.png", "duello score first --class Coat coats/1.png coats/2.png")),
            Map.entry(
                    "duello evaluate",
                    List.of(
                            "duello evaluate first",
                            "duello evaluate ./made-elsewhere --against ./real",
                            "duello evaluate first --features inception-legacy -n 50000 --metrics fid")),
            Map.entry(
                    "duello privacy plan",
                    List.of(
                            "duello privacy plan --data ~/patients --epsilon 1,3,10 --kimg 100,500",
                            "duello privacy plan --records 20000 --batch 512")),
            Map.entry("duello privacy report", List.of("duello privacy report first --html privacy.html")),
            Map.entry(
                    "duello audit",
                    List.of(
                            "duello audit first",
                            "duello audit first --reference second",
                            "duello audit --samples ./made-elsewhere --members ./trained-on --non-members ./others")),
            Map.entry(
                    "duello translate",
                    List.of(
                            "duello translate first photo.jpg --out colored",
                            "duello translate first ~/photos --out colored --compare")),
            Map.entry("duello compare", List.of("duello compare first second third --html comparison.html")),
            Map.entry("duello studio", List.of("duello studio", "duello studio ~/runs --port 8080")),
            Map.entry("duello report", List.of("duello report first --html first.html")),
            Map.entry("duello summary", List.of("duello summary --preset r3gan --size 64x64 --channels 3")),
            Map.entry("duello data show", List.of("duello data show ~/photos --size 64x64")),
            Map.entry("duello classify train", List.of("duello classify train --data mnist --epochs 3")));

    private HelpTopics() {}
}
