package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"muster/ent/employee"
	"muster/graph/model"
	"muster/internal/ids"
	"muster/internal/people"
)

func (m mutation) UpsertEmployees(ctx context.Context, in model.UpsertEmployeesInput) (*model.UpsertEmployeesPayload, error) {
	rows := make([]people.Input, len(in.Employees))
	for i, e := range in.Employees {
		rows[i] = employeeInput(e)
	}
	result, err := m.People.Upsert(ctx, rows)
	if err != nil {
		return nil, err
	}
	return &model.UpsertEmployeesPayload{Result: &result}, nil
}

func employeeInput(in *model.EmployeeInput) people.Input {
	return people.Input{
		Email: in.Email, Name: in.Name, ExternalID: field(in.ExternalID), Title: field(in.Title),
		Department: field(in.Department), ManagerEmail: field(in.ManagerEmail), Location: field(in.Location),
		Country: field(in.Country), Language: field(in.Language), EmployeeType: field(in.EmployeeType),
		HiredOn: field(in.HiredOn), LastLoginAt: field(in.LastLoginAt),
		Status:     people.Field[string]{Given: in.Status.IsSet(), Value: (*string)(in.Status.Value())},
		Attributes: attributesField(in.Attributes),
	}
}

func field[T any](in graphql.Omittable[*T]) people.Field[T] {
	return people.Field[T]{Given: in.IsSet(), Value: in.Value()}
}

func attributesField(in graphql.Omittable[map[string]any]) people.Field[map[string]any] {
	out := people.Field[map[string]any]{Given: in.IsSet()}
	if value := in.Value(); value != nil {
		out.Value = &value
	}
	return out
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
