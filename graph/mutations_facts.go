package graph

import (
	"context"

	"muster/ent/employee"
	"muster/graph/model"
	"muster/internal/ids"
)

func (m mutation) UpsertEmployees(ctx context.Context, in model.UpsertEmployeesInput) (*model.UpsertEmployeesPayload, error) {
	result, err := m.People.Upsert(ctx, in.Employees)
	if err != nil {
		return nil, err
	}
	return &model.UpsertEmployeesPayload{Result: &result}, nil
}

func (m mutation) RecordSimulationEvents(ctx context.Context, in model.RecordSimulationEventsInput) (*model.RecordSimulationEventsPayload, error) {
	result, err := m.Activity.RecordSimulations(ctx, in.Events)
	if err != nil {
		return nil, err
	}
	return &model.RecordSimulationEventsPayload{Result: &result}, nil
}

func (m mutation) RecordTrainingEvents(ctx context.Context, in model.RecordTrainingEventsInput) (*model.RecordTrainingEventsPayload, error) {
	result, err := m.Activity.RecordTrainings(ctx, in.Events)
	if err != nil {
		return nil, err
	}
	return &model.RecordTrainingEventsPayload{Result: &result}, nil
}

func (m mutation) DisableEmployees(ctx context.Context, in model.EmployeesInput) (*model.EmployeesPayload, error) {
	return m.setStatus(ctx, in, employee.StatusDISABLED)
}

func (m mutation) EnableEmployees(ctx context.Context, in model.EmployeesInput) (*model.EmployeesPayload, error) {
	return m.setStatus(ctx, in, employee.StatusACTIVE)
}

func (m mutation) setStatus(ctx context.Context, in model.EmployeesInput, status employee.Status) (*model.EmployeesPayload, error) {
	changed, err := m.People.SetStatus(ctx, numbers(ids.Employee, in.EmployeeIds), status)
	if err != nil {
		return nil, err
	}
	return &model.EmployeesPayload{Employees: changed}, nil
}
