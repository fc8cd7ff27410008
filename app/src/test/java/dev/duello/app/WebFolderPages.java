package dev.duello.app;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** Folders of {@code export --web}, served by the JDK's file server. */
final class WebFolderPages {
    private WebFolderPages() {}

    static HttpServer serve(Path folder) {
        HttpServer server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                folder.toAbsolutePath(),
                SimpleFileServer.OutputLevel.NONE);
        server.start();
        return server;
    }

    static String address(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** @param problems gets errors of the page, and addresses elsewhere that it asks for */
    static Page open(Chromium chromium, String address, List<String> problems) {
        Page page = chromium.browser().newPage(new Browser.NewPageOptions().setAcceptDownloads(true));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                problems.add(message.text());
            }
        });
        page.onPageError(problems::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(address)
                    && !request.url().startsWith("data:")
                    && !request.url().startsWith("blob:")) {
                problems.add(request.url());
            }
        });
        page.navigate(address);
        return page;
    }
}
