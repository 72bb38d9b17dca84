// Package patch applies PATCH requests (RFC 7644, section 3.5.2) to documents.
//
// It takes what Okta and Entra ID really send, beyond the RFC: operations in any case; values of the wrong kind, as package schema reads
// them; objects without a path whose names are paths themselves; a value filter that matches nothing, for which a value is made that it
// matches; remove with a list of the values to remove. What is removed and was not there is no error.
//
// Apply works on a copy: either every operation is done or the document is as it was.
package patch
