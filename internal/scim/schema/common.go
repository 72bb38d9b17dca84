package schema

// The attributes of every resource, which no schema lists (RFC 7643, section 3.1).
var common = []*Attribute{
	text("schemas", "The URNs of the schemas that the resource has attributes of.", many, of(Reference), exact, always),
	text("id", "The resource's own identifier.", readOnly, exact, always, unique),
	text("externalId", "The identifier that the client gives the resource.", exact),
	text("meta", "When the resource came to be and was last changed.", readOnly, with(
		text("resourceType", "User or Group.", readOnly, exact),
		text("created", "When it came to be.", readOnly, of(DateTime)),
		text("lastModified", "When it was last changed.", readOnly, of(DateTime)),
		text("location", "The resource's address.", readOnly, to("uri")),
		text("version", "The resource's ETag.", readOnly, exact),
	)),
}

// URNs of the schemas.
const (
	UserID       = "urn:ietf:params:scim:schemas:core:2.0:User"
	GroupID      = "urn:ietf:params:scim:schemas:core:2.0:Group"
	EnterpriseID = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
)
