package scim

import (
	"context"
	"net/http"
)

const ifMatch = "If-Match"

// listing answers a GET for resources.
func (s *Service) listing(list func(context.Context, query) (page, error)) action {
	return func(w http.ResponseWriter, r *http.Request) error {
		q, err := queryOf(r.URL.Query())
		if err != nil {
			return err
		}
		p, err := list(r.Context(), q)
		if err == nil {
			answerList(w, r, q, p)
		}
		return err
	}
}

// searching answers a POST to .search.
func (s *Service) searching(list func(context.Context, query) (page, error)) action {
	return func(w http.ResponseWriter, r *http.Request) error {
		body, err := read(w, r)
		if err != nil {
			return err
		}
		q, err := searchOf(body)
		if err != nil {
			return err
		}
		p, err := list(r.Context(), q)
		if err == nil {
			answerList(w, r, q, p)
		}
		return err
	}
}

func (s *Service) postUser(w http.ResponseWriter, r *http.Request) error {
	body, err := readObject(w, r)
	if err != nil {
		return err
	}
	made, err := s.createUser(r.Context(), body)
	if err != nil {
		return err
	}
	return answer(w, r, http.StatusCreated, made)
}

func (s *Service) putUser(w http.ResponseWriter, r *http.Request) error {
	body, err := readObject(w, r)
	if err != nil {
		return err
	}
	changed, err := s.replaceUser(r.Context(), r.PathValue("id"), r.Header.Get(ifMatch), body)
	if err != nil {
		return err
	}
	return answer(w, r, http.StatusOK, changed)
}

func (s *Service) patchingUser(w http.ResponseWriter, r *http.Request) error {
	operations, err := readPatch(w, r)
	if err != nil {
		return err
	}
	changed, err := s.patchUser(r.Context(), r.PathValue("id"), r.Header.Get(ifMatch), operations)
	if err != nil {
		return err
	}
	return answer(w, r, http.StatusOK, changed)
}

func (s *Service) removeUser(w http.ResponseWriter, r *http.Request) error {
	err := s.deleteUser(r.Context(), r.PathValue("id"), r.Header.Get(ifMatch))
	if err == nil {
		w.WriteHeader(http.StatusNoContent)
	}
	return err
}

func (s *Service) postGroup(w http.ResponseWriter, r *http.Request) error {
	body, err := readObject(w, r)
	if err != nil {
		return err
	}
	made, err := s.createGroup(r.Context(), body, selectionOf(r.URL.Query()))
	if err != nil {
		return err
	}
	return answer(w, r, http.StatusCreated, made)
}

func (s *Service) showGroup(w http.ResponseWriter, r *http.Request) error {
	g, err := s.getGroup(r.Context(), r.PathValue("id"), selectionOf(r.URL.Query()))
	if err != nil {
		return err
	}
	return answer(w, r, http.StatusOK, g)
}

func (s *Service) putGroup(w http.ResponseWriter, r *http.Request) error {
	body, err := readObject(w, r)
	if err != nil {
		return err
	}
	changed, err := s.replaceGroup(r.Context(), r.PathValue("id"), r.Header.Get(ifMatch), body, selectionOf(r.URL.Query()))
	if err != nil {
		return err
	}
	return answer(w, r, http.StatusOK, changed)
}

// patchingGroup answers without the Group, whose members may be very many, unless attributes are asked for.
func (s *Service) patchingGroup(w http.ResponseWriter, r *http.Request) error {
	operations, err := readPatch(w, r)
	if err != nil {
		return err
	}
	show := selectionOf(r.URL.Query())
	silent := len(show.attributes) == 0
	if silent {
		show.excluded = append(show.excluded, members)
	}
	changed, err := s.patchGroup(r.Context(), r.PathValue("id"), r.Header.Get(ifMatch), operations, show)
	if err != nil {
		return err
	}
	if silent {
		w.Header().Set("ETag", changed.version)
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return answer(w, r, http.StatusOK, changed)
}

func (s *Service) removeGroup(w http.ResponseWriter, r *http.Request) error {
	err := s.deleteGroup(r.Context(), r.PathValue("id"), r.Header.Get(ifMatch))
	if err == nil {
		w.WriteHeader(http.StatusNoContent)
	}
	return err
}
