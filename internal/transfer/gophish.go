package transfer

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"

	"muster/ent/gophishsecret"
	"muster/internal/activity"
	"muster/internal/audit"
	"muster/internal/auth"
	"muster/internal/bulk"
	"muster/internal/errs"
	"muster/internal/storage"
	"muster/internal/transfer/gophish"
)

// addressPrefix lets people recognise what is in an address.
const addressPrefix = "gph_"

// errNotGophish is the one answer to a message that is not signed for its address, whatever is wrong with it.
var errNotGophish = errs.New(errs.CodeUnauthenticated, "the address or the signature is not valid")

// GophishWebhook is what an administrator enters in Gophish. It is shown once.
type GophishWebhook struct {
	Address string // the part of the URL that stands for the organization
	Secret  string
}

// Path is the path and query of the webhook's URL.
func (w GophishWebhook) Path() string { return "/import/gophish/webhook?address=" + w.Address }

// CreateGophishWebhook makes the organization's address and secret anew; those before are void. It needs the role ADMIN.
//
// The secret is made of two halves: one is in the address, of which the database has the hash alone, and one in the
// database. Neither a copy of the database nor an address in a proxy's log is enough to sign with.
func (s *Service) CreateGophishWebhook(ctx context.Context) (GophishWebhook, error) {
	who, err := auth.Require(ctx, auth.Admin)
	if err != nil {
		return GophishWebhook{}, err
	}
	address, half := addressPrefix+random(16), random(32)
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		err := tx.Ent.GophishSecret.Create().SetOrganizationID(who.OrganizationID).SetAddressHash(hashOf(address)).SetHalf(half).
			SetCreatedAt(s.millis()).SetCreatedBy(who.Name).
			OnConflictColumns(gophishsecret.FieldOrganizationID).UpdateNewValues().Exec(ctx)
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Action: audit.GophishSecretCreated, Subject: organization(who)})
	})
	if err != nil {
		return GophishWebhook{}, err
	}
	return GophishWebhook{Address: address, Secret: secretOf(half, address)}, nil
}

// RevokeGophishWebhook makes the organization's address and secret void, and says whether there were any. It needs the role ADMIN.
func (s *Service) RevokeGophishWebhook(ctx context.Context) (revoked bool, err error) {
	who, err := auth.Require(ctx, auth.Admin)
	if err != nil {
		return false, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		n, err := tx.Ent.GophishSecret.Delete().Exec(ctx)
		if revoked = n > 0; err != nil || !revoked {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Action: audit.GophishSecretRevoked, Subject: organization(who)})
	})
	return revoked, err
}

// organization is the subject of what concerns the whole organization.
func organization(who auth.Identity) audit.Subject {
	return audit.Subject{Kind: audit.Organization, ID: who.OrganizationID, Name: who.OrganizationName}
}

func random(bytes int) string {
	secret := make([]byte, bytes)
	_, _ = rand.Read(secret) // never fails: the program ends where there is no randomness
	return base64.RawURLEncoding.EncodeToString(secret)
}

func hashOf(address string) string {
	hash := sha256.Sum256([]byte(address))
	return hex.EncodeToString(hash[:])
}

func secretOf(half, address string) string {
	mac := hmac.New(sha256.New, []byte(half))
	mac.Write([]byte("gophish webhook\n" + address))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// byAddress runs before there is an identity; the address and the signature say whose message it is.
const byAddress = `SELECT s.half, o.id, o.name FROM gophish_secrets s JOIN organizations o ON o.id = s.organization_id WHERE s.address_hash = ?`

// OpenGophish gives a context that acts for the organization whose Gophish sent a message. Errors: UNAUTHENTICATED.
func (s *Service) OpenGophish(ctx context.Context, address, signature string, body []byte) (context.Context, error) {
	who := auth.Identity{Role: auth.Operator, Name: "Gophish", Source: auth.FromImport}
	var half string
	err := s.db.SQL().QueryRowContext(ctx, s.db.Dialect().Rebind(byAddress), hashOf(address)).
		Scan(&half, &who.OrganizationID, &who.OrganizationName)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("transfer: look the address up: %w", err)
	}
	// An address that nobody has is checked against a signature too: both answers take the same way.
	if signed := gophish.Signed(secretOf(half, address), body, signature); err != nil || !signed {
		return nil, errNotGophish
	}
	return auth.With(ctx, who), nil
}

// ReceiveGophish records the event of a message. A message about something else changes nothing. Errors: those of the
// event, such as NOT_FOUND for somebody whom the organization does not have.
func (s *Service) ReceiveGophish(ctx context.Context, body []byte) (result bulk.Result, err error) {
	who, err := auth.Require(ctx, auth.Operator)
	if err != nil {
		return result, err
	}
	event, relevant, err := gophish.ReadEvent(body)
	if err != nil || !relevant {
		return result, err
	}
	name, err := s.gophishCampaign(ctx, who.OrganizationID, event.CampaignID)
	if err != nil {
		return result, err
	}
	if name == "" {
		name = gophish.DefaultName(event.CampaignID)
	}
	in, err := event.Input(name)
	if err != nil {
		return result, err
	}
	result, err = s.activity.RecordSimulations(ctx, []activity.SimulationInput{in})
	if err == nil && len(result.Rejected) > 0 {
		err = errs.New(result.Rejected[0].Code, "%s", result.Rejected[0].Message)
	}
	return result, err
}

// gophishCampaign gives the name under which events of that campaign are recorded, "" where there are none. The webhook says
// only the number: were it to make a campaign of its own, a click would count in two.
func (s *Service) gophishCampaign(ctx context.Context, organization, number int64) (name string, err error) {
	from := gophish.Prefix(number)
	to := from[:len(from)-1] + "0" // what comes after the slash
	err = s.db.SQL().QueryRowContext(ctx, s.db.Dialect().Rebind(
		`SELECT c.name FROM simulation_events e JOIN campaigns c ON c.organization_id = e.organization_id AND c.id = e.campaign_id
		 WHERE e.organization_id = ? AND e.event_id >= ? AND e.event_id < ? ORDER BY e.event_id LIMIT 1`), organization, from, to).Scan(&name)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return name, err
}
