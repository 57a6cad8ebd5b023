package inaba.core.loop;

import inaba.api.link.Receiver;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// What a loop that never ends calls, so that the compiled code of the call is left when it returns.
///
/// HotSpot compiles such a loop together with what it calls, for the classes that it has seen there, and keeps those
/// classes for as long as any thread is in that code: for ever, and with them the class loader of a bundle that has
/// gone, though no object leads to it. It cannot do so with a method handle in a field that is not static. The same
/// holds for a call in which the loop waits: another port's thread sits in it almost always.
public final class Step {
    private final MethodHandle call;

    private Step(MethodHandle call) {
        this.call = call;
    }

    /// A turn of the loop.
    public static Step of(Runnable turn) {
        return new Step(
                method(Runnable.class, "run", MethodType.methodType(void.class)).bindTo(turn));
    }

    /// The loop's rest: [Receiver#await].
    public static Step await(Receiver receiver, long nanos) {
        var await = method(Receiver.class, "await", MethodType.methodType(void.class, long.class));
        return new Step(MethodHandles.insertArguments(await.bindTo(receiver), 0, nanos));
    }

    /// What it throws comes out as it is.
    public void run() {
        try {
            call.invokeExact();
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable checked) {
            throw new AssertionError("neither method declares one", checked);
        }
    }

    private static MethodHandle method(Class<?> type, String name, MethodType signature) {
        try {
            return MethodHandles.lookup().findVirtual(type, name, signature);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }
}
