package model

import "muster/internal/activity"

// RecordSimulationEventsInput holds its rows as activity takes them.
type RecordSimulationEventsInput struct {
	Events []activity.SimulationInput
}

// RecordTrainingEventsInput holds its rows as activity takes them.
type RecordTrainingEventsInput struct {
	Events []activity.TrainingInput
}
