package inaba.addrconf.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.addrconf.core.Dad.Action;
import inaba.addrconf.core.Dad.Event;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 4862 §5.4 and RFC 7527 §4: solicitations sent/planned, event, the same afterwards, action.
class DadTest {
    @ParameterizedTest(name = "{0}/{1} --{2}--> {3}/{4} {5}")
    @CsvSource(delimiter = '|', textBlock = """
        # DupAddrDetectTransmits 0: assigned unchecked
        0 | 0 | TIMEOUT     | 0 | 0 | ASSIGN
        # 1
        0 | 1 | TIMEOUT     | 1 | 1 | SOLICIT
        1 | 1 | TIMEOUT     | 1 | 1 | ASSIGN
        # 3
        0 | 3 | TIMEOUT     | 1 | 3 | SOLICIT
        2 | 3 | TIMEOUT     | 3 | 3 | SOLICIT
        3 | 3 | TIMEOUT     | 3 | 3 | ASSIGN
        # before or after ours: another node checks the same address, §5.4.3
        0 | 1 | SOLICITED   | 0 | 1 | GIVE_UP
        1 | 1 | SOLICITED   | 1 | 1 | GIVE_UP
        # §5.4.4
        0 | 1 | ADVERTISED  | 0 | 1 | GIVE_UP
        1 | 1 | ADVERTISED  | 1 | 1 | GIVE_UP
        # RFC 7527 §4.1: three more after one that came back
        1 | 1 | LOOPED_BACK | 1 | 4 | WAIT
        1 | 4 | TIMEOUT     | 2 | 4 | SOLICIT
        4 | 4 | TIMEOUT     | 4 | 4 | ASSIGN
        3 | 4 | LOOPED_BACK | 3 | 6 | WAIT
        """)
    void eachStep(int sent, int planned, Event event, int sentAfter, int plannedAfter, Action action) {
        var step = new Dad(sent, planned).on(event);
        assertEquals(new Dad.Step(new Dad(sentAfter, plannedAfter), action), step);
    }

    @ParameterizedTest(name = "{0} sent by a predecessor, {1} configured: {2} planned")
    @CsvSource({"0, 1, 1", "1, 1, 1", "2, 1, 2", "1, 3, 3", "0, 0, 0"})
    void aSuccessorSendsWhatIsLeft(int sent, int transmits, int planned) {
        assertEquals(new Dad(sent, planned), Dad.begin(sent, transmits));
    }
}
