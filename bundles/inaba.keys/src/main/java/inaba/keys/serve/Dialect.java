package inaba.keys.serve;

import inaba.keys.KeyEvent;
import java.util.List;

/// What a kernel is to a key manager, in the language of one interface; without the socket.
public interface Dialect {
    /// Whom an event is of no use to: nobody hears it.
    int NOBODY = 0;

    /// Answers a message; waits for the control loop.
    ///
    /// @param message as it came: nothing in it is known to be right
    /// @return whole messages; none where there is nothing to say
    List<byte[]> answers(byte[] message);

    /// The answer to what [#answers] has failed on.
    List<byte[]> failed(byte[] message);

    /// Who hears of an event: a number of the dialect's own, or [#NOBODY].
    int audience(KeyEvent event);

    /// The message for an event that has an [#audience].
    byte[] told(KeyEvent event);
}
