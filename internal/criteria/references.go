package criteria

// References are the organization's own things that a tree names, in the order of the tree; one may occur more than once.
type References struct {
	Departments []DepartmentID
	Campaigns   []CampaignID
	Courses     []CourseID
	Groups      []GroupID
}

// References collects what the tree names by id.
func (t Tree) References() References {
	var r References
	t.Walk(func(n Node) {
		switch n := n.(type) {
		case Department:
			r.Departments = append(r.Departments, n.IDs...)
		case InGroup:
			r.Groups = append(r.Groups, n.IDs...)
		case Simulation:
			r.Campaigns = append(r.Campaigns, n.Campaigns...)
		case Training:
			r.Courses = append(r.Courses, n.Courses...)
		case Enrolment:
			r.Courses = append(r.Courses, n.Courses...)
		case Order:
			r.events(n.Event)
			r.events(n.After)
		}
	})
	return r
}

func (r *References) events(e Events) {
	if e.Simulation != nil {
		r.Campaigns = append(r.Campaigns, e.Simulation.Campaigns...)
	}
	if e.Training != nil {
		r.Courses = append(r.Courses, e.Training.Courses...)
	}
}

// WithDepartments gives the canonical tree in which each department that by has is the one it gives.
func (t Tree) WithDepartments(by map[DepartmentID]DepartmentID) Tree {
	return Canonical(Tree{withDepartments(t.Root, by)})
}

func withDepartments(n Node, by map[DepartmentID]DepartmentID) Node {
	within := func(n Node) Node { return withDepartments(n, by) }
	switch n := n.(type) {
	case AllOf:
		return AllOf{eachNode(n.Of, within)}
	case AnyOf:
		return AnyOf{eachNode(n.Of, within)}
	case Not:
		return Not{within(n.Of)}
	case Department:
		ids := make([]DepartmentID, len(n.IDs))
		for i, id := range n.IDs {
			ids[i] = id
			if other, is := by[id]; is {
				ids[i] = other
			}
		}
		n.IDs = ids
		return n
	}
	return n
}
