package inaba.link.sim;

import inaba.api.link.LinkException;

/// A device of this driver: `NAME[,hosts=N][,mtu=N]`.
///
/// @param text as it was typed
/// @param wire the wire's name
/// @param hosts simulated hosts on the wire, 0 to 64
/// @param mtu bytes of an IP packet, 1280 to 9000
record SimDevice(String text, String wire, int hosts, int mtu) {
    private static final int MAX_HOSTS = 64;
    private static final int MIN_MTU = 1280; // RFC 8200 §5
    private static final int MAX_MTU = 9000;
    private static final int USUAL_MTU = 1500;

    static SimDevice parse(String text) throws LinkException {
        String[] words = text.split(",", -1);
        if (words[0].isEmpty()) {
            throw new LinkException("expected NAME[,hosts=N][,mtu=N] such as lan,hosts=0, not \"" + text + '"');
        }
        int hosts = 1;
        int mtu = USUAL_MTU;
        for (int i = 1; i < words.length; i++) {
            if (words[i].startsWith("hosts=")) {
                hosts = number(words[i], 0, MAX_HOSTS);
            } else if (words[i].startsWith("mtu=")) {
                mtu = number(words[i], MIN_MTU, MAX_MTU);
            } else {
                throw new LinkException("expected hosts=N or mtu=N behind the wire's name, not \"" + words[i] + '"');
            }
        }
        return new SimDevice(text, words[0], hosts, mtu);
    }

    private static int number(String word, int min, int max) throws LinkException {
        int equals = word.indexOf('=');
        String name = word.substring(0, equals);
        try {
            int number = Integer.parseInt(word.substring(equals + 1));
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            throw new LinkException(name + " is a number from " + min + " to " + max + ": " + word, wrong);
        }
        throw new LinkException(name + " is a number from " + min + " to " + max + ": " + word);
    }
}
