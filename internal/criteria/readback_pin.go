package criteria

import (
	"fmt"
	"time"
)

// ReadbackPin says that somebody is in a group by hand, such as "Pinned by Ana on 2026-03-10: on the board".
func ReadbackPin(by string, at time.Time, note, lang string) string {
	return fmt.Sprintf(phrasesOf(lang).pinnedBy, by, DateOf(at), note)
}
