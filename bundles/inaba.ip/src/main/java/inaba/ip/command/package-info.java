/// Commands that both families have, without the words that tell them apart: a bundle's component says its family.
@NullMarked
package inaba.ip.command;

import org.jspecify.annotations.NullMarked;
