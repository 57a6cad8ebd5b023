package inaba.shell.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import inaba.api.manage.Line;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collection;

/// A JSON array with an object for each line, written as the lines come; `[]` without any, and nothing when the call
/// failed first.
public final class JsonRenderer implements Renderer {
    private final JsonGenerator json;
    private boolean first = true;

    /// @param out stays open
    public JsonRenderer(OutputStream out) {
        try {
            json = new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void print(Line line) {
        try {
            if (first) {
                json.writeStartArray();
            } else {
                json.writeRaw('\n');
            }
            first = false;
            object(line);
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void object(Line line) throws IOException {
        json.writeStartObject();
        var text = line.asText();
        if (text != null && line.fields().isEmpty()) {
            json.writeStringField("text", text);
        }
        for (var field : line.fields()) {
            json.writeFieldName(field.name());
            value(field.value());
        }
        for (var below : line.children()) {
            json.writeArrayFieldStart(below.name());
            for (var child : below.lines()) {
                object(child);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void value(Object value) throws IOException {
        switch (value) {
            case Boolean flag -> json.writeBoolean(flag);
            case Double number -> json.writeNumber(number);
            case Float number -> json.writeNumber(number);
            case Number number -> json.writeNumber(number.toString());
            case Collection<?> many -> {
                json.writeStartArray();
                for (var one : many) {
                    value(one);
                }
                json.writeEndArray();
            }
            default -> json.writeString(value.toString());
        }
    }

    @Override
    public void flush() {
        // Each line was written when it was printed.
    }

    @Override
    public void abandon() {
        if (!first) {
            close();
        }
    }

    @Override
    public void close() {
        try {
            if (first) {
                json.writeStartArray();
            }
            json.writeEndArray();
            json.writeRaw('\n');
            json.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
