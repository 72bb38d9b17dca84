package llm

import (
	"context"
	"errors"
	"net/http"

	"github.com/openai/openai-go"
	"github.com/openai/openai-go/option"
	"github.com/openai/openai-go/shared"

	"muster/internal/config"
)

// openAI speaks to chat completions with structured output: OpenAI's own, and any server that offers the same.
type openAI struct {
	completions openai.ChatCompletionService
	model       string
}

// newOpenAI takes nothing from the environment, unlike the SDK's client: the settings decide alone where the key goes. The SDK's own
// retries are off, since they sleep without regard to the deadline.
func newOpenAI(settings config.AI, client *http.Client) *openAI {
	options := []option.RequestOption{option.WithEnvironmentProduction(), option.WithHTTPClient(client), option.WithMaxRetries(0)}
	if settings.BaseURL != "" {
		options = append(options, option.WithBaseURL(settings.BaseURL))
	}
	if settings.APIKey != "" {
		options = append(options, option.WithAPIKey(settings.APIKey))
	}
	return &openAI{openai.NewChatCompletionService(options...), settings.Model}
}

func (o *openAI) ask(ctx context.Context, turns []string) (string, error) {
	messages := []openai.ChatCompletionMessageParamUnion{openai.SystemMessage(prompt)}
	for i, t := range turns {
		if i%2 == 0 {
			messages = append(messages, openai.UserMessage(t))
		} else {
			messages = append(messages, openai.AssistantMessage(t))
		}
	}
	completion, err := o.completions.New(ctx, openai.ChatCompletionNewParams{
		Model:    o.model,
		Messages: messages,
		ResponseFormat: openai.ChatCompletionNewParamsResponseFormatUnion{OfJSONSchema: &shared.ResponseFormatJSONSchemaParam{
			JSONSchema: shared.ResponseFormatJSONSchemaJSONSchemaParam{Name: answerName, Strict: openai.Bool(true), Schema: answerSchema()},
		}},
	})
	var refused *openai.Error
	switch {
	case errors.As(err, &refused):
		return "", statusError(refused.StatusCode)
	case err != nil:
		return "", err
	case len(completion.Choices) == 0:
		return "", errUnfit
	}
	return completion.Choices[0].Message.Content, nil
}
