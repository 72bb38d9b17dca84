package scim

import (
	"net/http"

	"muster/internal/errs"
	"muster/internal/scim/schema"
)

var kinds = []*schema.Resource{schema.User, schema.Group}

type object = map[string]any

// serviceProviderConfig says what is offered (RFC 7643, section 5).
func serviceProviderConfig(w http.ResponseWriter, r *http.Request) error {
	send(w, http.StatusOK, object{
		"schemas":        []string{"urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"},
		"patch":          object{"supported": true},
		"bulk":           object{"supported": false, "maxOperations": 0, "maxPayloadSize": 0},
		"filter":         object{"supported": true, "maxResults": maxCount},
		"changePassword": object{"supported": false},
		"sort":           object{"supported": true},
		"etag":           object{"supported": true},
		"authenticationSchemes": []object{{
			"type": "oauthbearertoken", "name": "Bearer token", "primary": true,
			"description": "A key of role SCIM: Authorization: Bearer TOKEN", "specUri": "https://www.rfc-editor.org/info/rfc6750",
		}},
		"meta": object{"resourceType": "ServiceProviderConfig", "location": base(r) + "/ServiceProviderConfig"},
	})
	return nil
}

func resourceTypes(w http.ResponseWriter, r *http.Request) error {
	var shown []any
	for _, kind := range kinds {
		shown = append(shown, typeOf(r, kind))
	}
	sendList(w, len(shown), 1, shown)
	return nil
}

func resourceType(w http.ResponseWriter, r *http.Request) error {
	for _, kind := range kinds {
		if kind.Name == r.PathValue("id") {
			send(w, http.StatusOK, typeOf(r, kind))
			return nil
		}
	}
	return errs.NotFound("ResourceType")
}

func typeOf(r *http.Request, kind *schema.Resource) object {
	extensions := []object{}
	for _, extension := range kind.Extensions {
		extensions = append(extensions, object{"schema": extension.ID, "required": false})
	}
	return object{
		"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:ResourceType"},
		"id":      kind.Name, "name": kind.Name, "endpoint": kind.Endpoint, "description": kind.Description,
		"schema": kind.Core.ID, "schemaExtensions": extensions,
		"meta": object{"resourceType": "ResourceType", "location": base(r) + "/ResourceTypes/" + kind.Name},
	}
}

func schemas(w http.ResponseWriter, r *http.Request) error {
	var shown []any
	for _, one := range definitions() {
		shown = append(shown, schemaOf(r, one))
	}
	sendList(w, len(shown), 1, shown)
	return nil
}

func oneSchema(w http.ResponseWriter, r *http.Request) error {
	for _, one := range definitions() {
		if one.ID == r.PathValue("id") {
			send(w, http.StatusOK, schemaOf(r, one))
			return nil
		}
	}
	return errs.NotFound("Schema")
}

func definitions() (all []*schema.Schema) {
	for _, kind := range kinds {
		all = append(append(all, kind.Core), kind.Extensions...)
	}
	return all
}

func schemaOf(r *http.Request, of *schema.Schema) object {
	return object{
		"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:Schema"},
		"id":      of.ID, "name": of.Name, "description": of.Description, "attributes": of.Attributes,
		"meta": object{"resourceType": "Schema", "location": base(r) + "/Schemas/" + of.ID},
	}
}
