// What the explorer shows at first: one document, each operation to be chosen at the run button.
export const firstQuery = `# Run an operation with the button beside this text.
# The token stands below, under Headers:
# {"Authorization": "Bearer TOKEN"}

query Groups {
  viewer {
    role
    organization {
      name
    }
  }
  groups(first: 10) {
    totalCount
    edges {
      node {
        id
        name
        kind
        status
        memberCount
      }
    }
  }
}

# Tells when a group has been generated.
# Run it in one tab, the mutation in another.
subscription Ready {
  groupReady {
    message
    group {
      id
      name
      status
      memberCount
      criteria {
        readback
      }
    }
  }
}

mutation Create {
  createSmartGroup(input: {name: "Repeat offenders", description: "Repeat offenders in Finance or Legal"}) {
    group {
      id
      status
    }
  }
}
`;
