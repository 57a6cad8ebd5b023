package inaba.shell.line;

import inaba.api.manage.CommandException;
import inaba.shell.line.Lexer.Kind;
import java.util.ArrayList;
import java.util.List;

/// Pipelines to run one after the other.
public record Script(List<Pipeline> pipelines) {
    /// Stages that run together, the output of each being the input of the next.
    public record Pipeline(List<Stage> stages) {}

    /// A command's name and its arguments; at least one word.
    public record Stage(List<String> words) {
        public Stage {
            words = List.copyOf(words);
        }
    }

    /// Reads a line, or several.
    ///
    /// @throws CommandException for an open quote, or an operator without a command
    public static Script parse(String text) throws CommandException {
        var lexed = Lexer.read(text);
        if (lexed.open() != null) {
            throw CommandException.usage(
                    lexed.open() == '\\' ? "nothing follows the last \\" : "a " + lexed.open() + " is not closed");
        }
        return new Builder().build(lexed.tokens());
    }

    /// A single command; the words are taken as they are.
    ///
    /// @throws CommandException when there is no word
    public static Script of(List<String> words) throws CommandException {
        if (words.isEmpty()) {
            throw CommandException.usage("expected a command");
        }
        return new Script(List.of(new Pipeline(List.of(new Stage(words)))));
    }

    private static final class Builder {
        private final List<Pipeline> pipelines = new ArrayList<>();
        private final List<Stage> stages = new ArrayList<>();
        private final List<String> words = new ArrayList<>();

        Script build(List<Lexer.Token> tokens) throws CommandException {
            for (var token : tokens) {
                switch (token.kind()) {
                    case WORD -> words.add(token.text());
                    case PIPE -> endStage("before |");
                    case END -> endPipeline();
                }
            }
            endPipeline();
            return new Script(List.copyOf(pipelines));
        }

        private void endStage(String where) throws CommandException {
            if (words.isEmpty()) {
                throw CommandException.usage("expected a command " + where);
            }
            stages.add(new Stage(words));
            words.clear();
        }

        private void endPipeline() throws CommandException {
            if (stages.isEmpty() && words.isEmpty()) {
                return;
            }
            endStage("after |");
            pipelines.add(new Pipeline(List.copyOf(stages)));
            stages.clear();
        }
    }

    /// The word in a form that [#parse] reads as one word again.
    public static String quote(String word) {
        var tokens = word.isEmpty() ? List.<Lexer.Token>of() : Lexer.read(word).tokens();
        var plain = tokens.size() == 1
                && tokens.getFirst().kind() == Kind.WORD
                && tokens.getFirst().text().equals(word);
        return plain ? word : '\'' + word.replace("'", "'\\''") + '\'';
    }
}
