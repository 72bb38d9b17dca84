package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"
)

type importCommand struct {
	File   string `arg:"" help:"The file: .csv, .ndjson or .jsonl, as it is or as .gz." type:"existingfile"`
	Kind   string `enum:"employees,simulations,trainings" help:"What its rows are: employees, simulations or trainings." required:""`
	URL    string `default:"http://127.0.0.1:8080" env:"MUSTER_URL" help:"The server's address." name:"url" placeholder:"URL"`
	Token  string `env:"MUSTER_TOKEN" help:"An OPERATOR's token; better in the environment than on the command line." required:""`
	DryRun bool   `help:"Say what would become of the rows, and change nothing."`
}

// Run sends the file to the server, and fails where it was not taken whole, so that a script notices.
func (c *importCommand) Run(ctx context.Context, p *program) (err error) {
	contentType, packed, err := typeOf(c.File)
	if err != nil {
		return err
	}
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	bar := uploadBar(p.stderr, info.Size())
	reader := progressbar.NewReader(file, bar)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.address(), io.NopCloser(&reader))
	if err != nil {
		return err
	}
	request.ContentLength = info.Size()
	request.Header.Set("Authorization", "Bearer "+c.Token)
	request.Header.Set("Content-Type", contentType)
	if packed {
		request.Header.Set("Content-Encoding", "gzip")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("the upload broke off; import the file again to complete it: %w", err)
	}
	defer func() { err = errors.Join(err, response.Body.Close()) }()
	_ = bar.Exit() // ends its line, where there is one
	return c.report(p.stdout, response)
}

func (c *importCommand) address() string {
	address := strings.TrimRight(c.URL, "/") + "/import/" + c.Kind
	if c.DryRun {
		address += "?dryRun=true"
	}
	return address
}

// typeOf tells from its name how a file is written.
func typeOf(name string) (contentType string, packed bool, err error) {
	plain := strings.TrimSuffix(strings.ToLower(name), ".gz")
	switch filepath.Ext(plain) {
	case ".csv":
		contentType = "text/csv"
	case ".ndjson", ".jsonl":
		contentType = "application/x-ndjson"
	default:
		return "", false, fmt.Errorf("%s is neither .csv, .ndjson nor .jsonl, nor one of these as .gz", filepath.Base(name))
	}
	return contentType, plain != strings.ToLower(name), nil
}

// uploadBar shows people how much has been sent, and programs nothing. The server takes a file no faster than it imports it.
func uploadBar(to io.Writer, size int64) *progressbar.ProgressBar {
	terminal, isFile := to.(*os.File)
	return progressbar.NewOptions64(size,
		progressbar.OptionSetWriter(to),
		progressbar.OptionSetVisibility(isFile && isatty.IsTerminal(terminal.Fd())),
		progressbar.OptionSetDescription("importing"),
		progressbar.OptionShowBytes(true),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionOnCompletion(func() { _, _ = io.WriteString(to, "\n") }), // a terminal that is gone needs no line
	)
}

// maxAnswer bounds what is read of a server's answer, in bytes.
const maxAnswer = 1 << 20

// report prints what became of the rows.
func (c *importCommand) report(to io.Writer, response *http.Response) error {
	var answer struct {
		ID        string  `json:"id"`
		Status    string  `json:"status"`
		Rows      int     `json:"rows"`
		Accepted  int     `json:"accepted"`
		Unchanged int     `json:"unchanged"`
		Rejected  int     `json:"rejected"`
		ReportURL *string `json:"reportUrl"`
		Errors    []struct {
			Message    string `json:"message"`
			Extensions struct {
				Code string `json:"code"`
			} `json:"extensions"`
		} `json:"errors"`
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, maxAnswer)).Decode(&answer); err != nil {
		return fmt.Errorf("the server at %s answered %s, which is not an import's", c.URL, response.Status)
	}
	if answer.ID != "" {
		_, err := fmt.Fprintf(to, "%s %s: %d rows, %d accepted, %d unchanged, %d rejected\n",
			answer.ID, answer.Status, answer.Rows, answer.Accepted, answer.Unchanged, answer.Rejected)
		if err != nil {
			return err
		}
	}
	if len(answer.Errors) > 0 {
		return fmt.Errorf("%s: %s", answer.Errors[0].Extensions.Code, answer.Errors[0].Message)
	}
	if answer.ReportURL != nil {
		return fmt.Errorf("%d rows were rejected, for the reasons in %s%s", answer.Rejected, strings.TrimRight(c.URL, "/"), *answer.ReportURL)
	}
	return nil
}
