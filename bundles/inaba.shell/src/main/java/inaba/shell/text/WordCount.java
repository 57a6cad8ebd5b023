package inaba.shell.text;

import inaba.api.manage.Call;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringTokenizer;

/// `wc`: how many lines, words and octets there are.
record WordCount() implements Filter {
    @Override
    public String name() {
        return "wc";
    }

    @Override
    public String summary() {
        return "behind a pipe: how many lines, words and octets";
    }

    @Override
    public List<String> usages() {
        return List.of("[-l] [-w] [-c]");
    }

    @Override
    public String letters() {
        return "lwc";
    }

    @Override
    public void run(Call call, Options options, BufferedReader lines) throws CommandException, IOException {
        options.noOperands();
        long count = 0;
        long words = 0;
        long octets = 0;
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            count++;
            words += new StringTokenizer(line).countTokens();
            octets += line.getBytes(StandardCharsets.UTF_8).length + 1L;
        }
        boolean all = options.given().isEmpty();
        var shown = Line.of();
        if (all || options.has('l')) {
            shown.bare("lines", count);
        }
        if (all || options.has('w')) {
            shown.bare("words", words);
        }
        if (all || options.has('c')) {
            shown.bare("octets", octets);
        }
        call.print(shown);
    }
}
