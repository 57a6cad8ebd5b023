/// Configuration as replayable commands: config show and config save.
@NullMarked
package inaba.config;

import org.jspecify.annotations.NullMarked;
