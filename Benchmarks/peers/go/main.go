// Peer of `make bench`: Go's net/http with pgx, reading one therapist.
//
// It does less than Attune does for the same request: no policy, no row-level security, no audit, no limits. With CHECK_TOKEN=1 it at
// least looks the bearer token up, as a careful service would, in a statement of its own.
//
// Build: Benchmarks/run does it, from Debian's golang-github-jackc-pgx-v4-dev. Run: DSN='host=… dbname=…' POOL=8 ./peer 127.0.0.1:PORT
package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgx/v4"
	"github.com/jackc/pgx/v4/pgxpool"
)

const columns = `id::text, reference, slug, display_name, pronouns, gender, profile, languages, formats, client_kinds,
	modalities, funding, fee_cents, capacity, zone, status, version, updated_at`

type therapist struct {
	ID          string    `json:"id"`
	Reference   string    `json:"reference"`
	Slug        string    `json:"slug"`
	DisplayName string    `json:"display_name"`
	Pronouns    *string   `json:"pronouns"`
	Gender      *string   `json:"gender"`
	Profile     string    `json:"profile"`
	Languages   []string  `json:"languages"`
	Formats     []string  `json:"formats"`
	ClientKinds []string  `json:"client_kinds"`
	Modalities  []string  `json:"modalities"`
	Funding     []string  `json:"funding"`
	FeeCents    *int32    `json:"fee_cents"`
	Capacity    int32     `json:"capacity"`
	Zone        string    `json:"zone"`
	Status      string    `json:"status"`
	Version     int32     `json:"version"`
	UpdatedAt   time.Time `json:"updated_at"`
}

func (t *therapist) scan(row pgx.Row) error {
	return row.Scan(&t.ID, &t.Reference, &t.Slug, &t.DisplayName, &t.Pronouns, &t.Gender, &t.Profile, &t.Languages, &t.Formats,
		&t.ClientKinds, &t.Modalities, &t.Funding, &t.FeeCents, &t.Capacity, &t.Zone, &t.Status, &t.Version, &t.UpdatedAt)
}

type contact struct {
	ID           string     `json:"id"`
	Channel      string     `json:"channel"`
	Value        []byte     `json:"value"`
	MayWrite     bool       `json:"may_write"`
	MayCall      bool       `json:"may_call"`
	MayVoicemail bool       `json:"may_voicemail"`
	SenderLabel  *string    `json:"sender_label"`
	Wording      string     `json:"wording"`
	ConfirmedAt  *time.Time `json:"confirmed_at"`
}

type consent struct {
	ID        string     `json:"id"`
	Kind      string     `json:"kind"`
	Basis     string     `json:"basis"`
	GivenAt   time.Time  `json:"given_at"`
	ExpiresAt *time.Time `json:"expires_at"`
	RevokedAt *time.Time `json:"revoked_at"`
}

type client struct {
	ID            string     `json:"id"`
	Reference     string     `json:"reference"`
	FullName      string     `json:"full_name"`
	PreferredName *string    `json:"preferred_name"`
	Pronouns      *string    `json:"pronouns"`
	BirthDate     *time.Time `json:"birth_date"`
	Kind          string     `json:"kind"`
	Language      string     `json:"language"`
	Jurisdiction  string     `json:"jurisdiction"`
	Zone          string     `json:"zone"`
	Status        string     `json:"status"`
	Version       int32      `json:"version"`
	Contacts      []contact  `json:"contact_points"`
	Consents      []consent  `json:"consents"`
}

// Values stay as they are stored: the peer has no key and opens nothing.
func (c *client) read(context context.Context, pool *pgxpool.Pool, id string) error {
	batch := &pgx.Batch{}
	batch.Queue(`SELECT id::text, reference, full_name, preferred_name, pronouns, birth_date, kind, language, jurisdiction, zone, status, version
		FROM bench.client WHERE id = $1`, id)
	batch.Queue(`SELECT id::text, channel, value, may_write, may_call, may_voicemail, sender_label, wording, confirmed_at
		FROM bench.contact_point WHERE client_id = $1 AND retired_at IS NULL ORDER BY id`, id)
	batch.Queue("SELECT id::text, kind, basis, given_at, expires_at, revoked_at FROM bench.consent WHERE client_id = $1 ORDER BY given_at, id", id)
	answers := pool.SendBatch(context, batch)
	defer answers.Close()
	err := answers.QueryRow().Scan(&c.ID, &c.Reference, &c.FullName, &c.PreferredName, &c.Pronouns, &c.BirthDate, &c.Kind, &c.Language,
		&c.Jurisdiction, &c.Zone, &c.Status, &c.Version)
	if err != nil {
		return err
	}
	rows, err := answers.Query()
	if err != nil {
		return err
	}
	for rows.Next() {
		var n contact
		if err := rows.Scan(&n.ID, &n.Channel, &n.Value, &n.MayWrite, &n.MayCall, &n.MayVoicemail, &n.SenderLabel, &n.Wording, &n.ConfirmedAt); err != nil {
			return err
		}
		c.Contacts = append(c.Contacts, n)
	}
	rows.Close()
	rows, err = answers.Query()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n consent
		if err := rows.Scan(&n.ID, &n.Kind, &n.Basis, &n.GivenAt, &n.ExpiresAt, &n.RevokedAt); err != nil {
			return err
		}
		c.Consents = append(c.Consents, n)
	}
	return rows.Err()
}

func main() {
	size := os.Getenv("POOL")
	if size == "" {
		size = "8"
	}
	pool, err := pgxpool.Connect(context.Background(), os.Getenv("DSN")+" pool_max_conns="+size+" pool_min_conns="+size)
	if err != nil {
		log.Fatal(err)
	}
	check := os.Getenv("CHECK_TOKEN") == "1"

	known := func(request *http.Request) bool {
		if !check {
			return true
		}
		sum := sha256.Sum256([]byte(strings.TrimPrefix(request.Header.Get("Authorization"), "Bearer ")))
		var role string
		return pool.QueryRow(request.Context(), "SELECT role FROM bench.access_token WHERE token_hash = $1", sum[:]).Scan(&role) == nil
	}
	http.HandleFunc("/livez", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok")) })
	http.HandleFunc("/v1/therapists/", func(w http.ResponseWriter, request *http.Request) {
		id := request.URL.Path[len("/v1/therapists/"):]
		if len(id) != 36 || !known(request) {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		var found therapist
		if found.scan(pool.QueryRow(request.Context(), "SELECT "+columns+" FROM bench.therapist WHERE id = $1", id)) != nil {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		answer(w, &found)
	})
	// A client as GET /v1/clients/{id} shows one: the row, the ways to reach them and their consents, in one flight.
	http.HandleFunc("/v1/clients/", func(w http.ResponseWriter, request *http.Request) {
		id := request.URL.Path[len("/v1/clients/"):]
		if len(id) != 36 || !known(request) {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		var found client
		if found.read(request.Context(), pool, id) != nil {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		answer(w, &found)
	})
	// A page the usual way: rows into values, values into JSON.
	http.HandleFunc("/page", func(w http.ResponseWriter, request *http.Request) {
		rows, err := pool.Query(request.Context(), "SELECT "+columns+" FROM bench.therapist ORDER BY id LIMIT 50")
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		defer rows.Close()
		page := make([]therapist, 0, 50)
		for rows.Next() {
			var found therapist
			if found.scan(rows) != nil {
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
			page = append(page, found)
		}
		answer(w, page)
	})
	// The same page as PostgreSQL makes it, passed through.
	http.HandleFunc("/page-by-postgres", func(w http.ResponseWriter, request *http.Request) {
		var text string
		err := pool.QueryRow(request.Context(), "SELECT json_agg(row_to_json(t))::text FROM (SELECT * FROM bench.therapist ORDER BY id LIMIT 50) t").Scan(&text)
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(text))
	})
	log.Fatal(http.ListenAndServe(os.Args[1], nil))
}

func answer(w http.ResponseWriter, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(body)
}
