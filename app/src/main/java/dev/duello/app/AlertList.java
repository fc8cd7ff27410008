package dev.duello.app;

import dev.duello.train.TrainingEvent.Alerted;
import java.util.List;

/** What a training noticed, as a piece of a page. */
final class AlertList {
    private AlertList() {}

    static String of(List<Alerted> alerts) {
        if (alerts.isEmpty()) {
            return "<p class=\"soft\">No alert.</p>\n";
        }
        StringBuilder list = new StringBuilder("<ul>\n");
        for (Alerted alert : alerts) {
            list.append(String.format(
                    "<li><b>%s</b> at %.1f kimg: %s <span class=\"soft\">%s</span></li>%n",
                    Html.escape(alert.symptom()),
                    alert.images() / 1000.0,
                    Html.escape(alert.evidence()),
                    Html.escape(alert.advice())));
        }
        return list.append("</ul>\n").toString();
    }
}
