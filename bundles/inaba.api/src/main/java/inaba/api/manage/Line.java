package inaba.api.manage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One typed row of a command's answer: named fields, and lines below it. Built by one thread, then only read.
///
/// As text it is a line in iproute2's manner, `2001:db8::/64 dev lan metric 256`, with its children indented below;
/// lines made by [#columns] are aligned below a heading instead. As JSON it is an object.
public final class Line {
    private final boolean columns;
    private final List<Field> fields = new ArrayList<>();
    private final List<Children> children = new ArrayList<>();
    private @Nullable String text;

    private Line(boolean columns) {
        this.columns = columns;
    }

    /// A line in iproute2's manner.
    public static Line of() {
        return new Line(false);
    }

    /// A row of an aligned table; consecutive ones share a heading.
    public static Line columns() {
        return new Line(true);
    }

    /// A line shown as this text; fields added to it are seen in JSON only.
    public static Line text(String text) {
        var line = new Line(false);
        line.text = text;
        return line;
    }

    /// A value without its name: `fe80::1/64`. Null is left out.
    public Line bare(String name, @Nullable Object value) {
        return add(name, value, Look.BARE);
    }

    /// A name and a value: `metric 256`. Null is left out.
    public Line keyed(String name, @Nullable Object value) {
        return add(name, value, Look.KEYED);
    }

    /// The name alone when set: `onlink`.
    public Line flag(String name, boolean set) {
        return set ? add(name, true, Look.FLAG) : this;
    }

    /// Lines below this one; in JSON an array under this name.
    public Line children(String name, List<Line> lines) {
        children.add(new Children(name, List.copyOf(lines)));
        return this;
    }

    public boolean isColumns() {
        return columns;
    }

    /// The text of a line made by [#text], else null.
    public @Nullable String asText() {
        return text;
    }

    public List<Field> fields() {
        return List.copyOf(fields);
    }

    public List<Children> children() {
        return List.copyOf(children);
    }

    private Line add(String name, @Nullable Object value, Look look) {
        if (value != null) {
            fields.add(new Field(name, value, look));
        }
        return this;
    }

    /// How a field looks as text.
    public enum Look {
        BARE,
        KEYED,
        FLAG
    }

    /// @param value a Number, Boolean, List, or anything whose toString is its text
    public record Field(String name, Object value, Look look) {}

    /// Lines below a line.
    public record Children(String name, List<Line> lines) {}
}
