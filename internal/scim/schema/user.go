package schema

// User is an employee.
var User = &Resource{
	Name: "User", Endpoint: "/Users", Description: "A person of the organization.",
	Core: &Schema{ID: UserID, Name: "User", Description: "A person of the organization.", Attributes: []*Attribute{
		text("userName", "The name that identifies the person at the identity provider.", required, unique),
		text("name", "The parts of the person's name.", with(
			text("formatted", "The full name."),
			text("familyName", "The family name."),
			text("givenName", "The given name."),
			text("middleName", "The middle names."),
			text("honorificPrefix", "What is written before the name."),
			text("honorificSuffix", "What is written behind the name."),
		)),
		text("displayName", "The name that is shown."),
		text("nickName", "How the person is called."),
		text("profileUrl", "The address of a page about the person.", to("external")),
		text("title", "The job title."),
		text("userType", "The kind of employment: FULL_TIME, PART_TIME, CONTRACTOR or INTERN; anything else becomes the custom attribute userType."),
		text("preferredLanguage", "The person's language, as a BCP 47 tag."),
		text("locale", "Where the person is, as a BCP 47 tag; the language where none is preferred."),
		text("timezone", "The person's time zone."),
		text("active", "False: the account is disabled.", of(Boolean)),
		text("emails", "E-mail addresses. The primary one, else that of type work, else the first identifies the person.",
			plural("The address.", "work", "home", "other")...),
		text("phoneNumbers", "Telephone numbers.", plural("The number.", "work", "home", "mobile", "fax", "pager", "other")...),
		text("addresses", "Postal addresses. The country and the locality of the primary one, else that of type work, else the first, are the person's.", many, with(
			text("formatted", "The whole address."),
			text("streetAddress", "Street and number."),
			text("locality", "The city."),
			text("region", "The state or region."),
			text("postalCode", "The postal code."),
			text("country", "The country: its ISO 3166-1 code, or its English name."),
			text("type", "What the address is for.", oneOf("work", "home", "other")),
			text("primary", "Whether it is the first choice.", of(Boolean)),
		)),
		text("entitlements", "What the person is entitled to.", plural("The entitlement.")...),
		text("roles", "The person's roles.", plural("The role.")...),
	}},
	Extensions: []*Schema{{ID: EnterpriseID, Name: "EnterpriseUser", Description: "What an enterprise knows of its people.", Attributes: []*Attribute{
		text("employeeNumber", "The number that identifies the person in the organization."),
		text("costCenter", "The cost center."),
		text("organization", "The organization."),
		text("division", "The division."),
		text("department", "The department: its name, or its path with slashes."),
		text("manager", "The person's manager.", with(
			text("value", "The id of the manager's User.", exact),
			text("$ref", "The address of the manager's User.", to("User")),
			text("displayName", "The manager's name.", readOnly),
		)),
	}}},
}

// plural gives the attributes that values of lists have in the RFC.
func plural(value string, types ...string) []func(*Attribute) {
	return []func(*Attribute){many, with(
		text("value", value),
		text("display", "The value as people read it."),
		text("type", "What the value is for.", oneOf(types...)),
		text("primary", "Whether it is the first choice.", of(Boolean)),
	)}
}

// Group is a manual group that came by SCIM.
var Group = &Resource{
	Name: "Group", Endpoint: "/Groups", Description: "A group whose members the identity provider decides.",
	Core: &Schema{ID: GroupID, Name: "Group", Description: "A group whose members the identity provider decides.", Attributes: []*Attribute{
		text("displayName", "The group's name.", required, unique),
		text("members", "The people in the group.", many, with(
			text("value", "The id of the member's User.", immutable, exact),
			text("$ref", "The address of the member's User.", immutable, to("User")),
			text("display", "The member's name.", readOnly),
			text("type", "User.", immutable, oneOf("User")),
		)),
	}},
}
