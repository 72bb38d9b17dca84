package llm

import (
	"context"
	"errors"
	"net/http"

	"github.com/anthropics/anthropic-sdk-go"
	"github.com/anthropics/anthropic-sdk-go/option"

	"muster/internal/config"
)

// maxTokens bounds one answer; the protocol asks for it.
const maxTokens = 4096

// claude speaks to Anthropic's messages. The answer is the input of a tool that the model must call.
type claude struct {
	messages anthropic.MessageService
	model    string
}

// newAnthropic takes nothing from the environment and does not retry, as newOpenAI.
func newAnthropic(settings config.AI, client *http.Client) *claude {
	options := []option.RequestOption{option.WithEnvironmentProduction(), option.WithHTTPClient(client), option.WithMaxRetries(0)}
	if settings.BaseURL != "" {
		options = append(options, option.WithBaseURL(settings.BaseURL))
	}
	if settings.APIKey != "" {
		options = append(options, option.WithAPIKey(settings.APIKey))
	}
	return &claude{anthropic.NewMessageService(options...), settings.Model}
}

func (c *claude) ask(ctx context.Context, turns []string) (string, error) {
	var messages []anthropic.MessageParam
	for i, t := range turns {
		if i%2 == 0 {
			messages = append(messages, anthropic.NewUserMessage(anthropic.NewTextBlock(t)))
		} else {
			messages = append(messages, anthropic.NewAssistantMessage(anthropic.NewTextBlock(t)))
		}
	}
	schema := answerSchema()
	message, err := c.messages.New(ctx, anthropic.MessageNewParams{
		Model:     anthropic.Model(c.model),
		MaxTokens: maxTokens,
		System:    []anthropic.TextBlockParam{{Text: prompt}},
		Messages:  messages,
		Tools: []anthropic.ToolUnionParam{{OfTool: &anthropic.ToolParam{
			Name: answerName,
			InputSchema: anthropic.ToolInputSchemaParam{
				Properties:  schema.Properties,
				Required:    schema.Required,
				ExtraFields: map[string]any{"$defs": schema.Defs, "additionalProperties": schema.Others},
			},
		}}},
		ToolChoice: anthropic.ToolChoiceParamOfTool(answerName),
	})
	var refused *anthropic.Error
	switch {
	case errors.As(err, &refused):
		return "", statusError(refused.StatusCode)
	case err != nil:
		return "", err
	}
	for _, block := range message.Content {
		if block.Type == "tool_use" {
			return string(block.Input), nil
		}
	}
	return "", errUnfit
}
