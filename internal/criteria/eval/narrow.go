package eval

import "muster/internal/criteria"

// Departments gives departments in or below one of which everybody is for whom the program holds; none where it says nothing of that
// kind. Who asks many programs about one employee can leave out those of other departments.
func (p *Program) Departments() []criteria.DepartmentID {
	nodes := []criteria.Node{p.root}
	if all, is := p.root.(criteria.AllOf); is {
		nodes = all.Of
	}
	for _, n := range nodes {
		if in, is := n.(criteria.Department); is && !in.Missing {
			return in.IDs
		}
	}
	return nil
}
