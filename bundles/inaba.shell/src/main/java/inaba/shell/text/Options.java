package inaba.shell.text;

import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Options as of POSIX's utilities: `-r -n`, `-rn`, `-k 2`, `-k2`, and `-5` for `-n 5`; `--` ends them.
///
/// @param given each letter, with its value, else an empty word
/// @param operands the other words
record Options(Args args, Map<Character, String> given, List<String> operands) {
    /// @param letters those that may stand, with a colon behind each that has a value
    static Options of(Args args, String letters) throws CommandException {
        var options = new Options(args, new HashMap<>(), new ArrayList<>());
        boolean ended = false;
        while (args.hasNext()) {
            var word = args.next("an option");
            if (ended || word.length() < 2 || word.charAt(0) != '-') {
                options.operands.add(word);
            } else if (word.equals("--")) {
                ended = true;
            } else if (letters.contains("n:") && Character.isDigit(word.charAt(1))) {
                options.given.put('n', word.substring(1));
            } else {
                options.cluster(word.substring(1), letters);
            }
        }
        return options;
    }

    private void cluster(String word, String letters) throws CommandException {
        for (int i = 0; i < word.length(); i++) {
            char letter = word.charAt(i);
            int at = letter == ':' ? -1 : letters.indexOf(letter);
            if (at < 0) {
                throw args.usage("there is no option -" + letter);
            }
            if (letters.startsWith(":", at + 1)) {
                given.put(letter, i + 1 < word.length() ? word.substring(i + 1) : args.next("a value"));
                return;
            }
            given.put(letter, "");
        }
    }

    boolean has(char letter) {
        return given.containsKey(letter);
    }

    /// A whole number of 0 or more.
    ///
    /// @param otherwise when the option is not given
    int number(char letter, int otherwise) throws CommandException {
        var value = given.get(letter);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("\\d{1,9}")) {
            throw args.usage("expected a number after -" + letter + ", not \"" + value + '"');
        }
        return Integer.parseInt(value);
    }

    /// No word is left over.
    void noOperands() throws CommandException {
        if (!operands.isEmpty()) {
            throw args.usage("expected an option, not \"" + operands.getFirst() + '"');
        }
    }
}
