package main

import (
	"log/slog"

	"muster/internal/config"
	"muster/internal/reading/llm"
)

// askModel makes descriptions be read with the help of the model that the settings name, if any.
func (h *house) askModel(settings config.AI, log *slog.Logger) {
	if settings.UsesModel() {
		h.groups.AskModel(llm.New(settings, llm.DefaultLimits(), log))
	}
}
