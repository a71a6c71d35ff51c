// A provider that knows schemas and nothing else: enough for `terraform validate` and for
// `terraform test` with mocked providers, with no network and no account. It reads schema.json
// beside its own executable, which tasks/terraform/schemas.ts makes from the providers' bindings.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// field is an attribute (Type), a nested attribute or a block (Nesting and Fields).
type field struct {
	Name      string  `json:"name"`
	Type      string  `json:"type"`
	Required  bool    `json:"required"`
	Optional  bool    `json:"optional"`
	Computed  bool    `json:"computed"`
	WriteOnly bool    `json:"writeOnly"`
	Block     bool    `json:"block"`
	Nesting   string  `json:"nesting"`
	Fields    []field `json:"fields"`
}

type provider struct {
	Address     string             `json:"address"`
	Provider    []field            `json:"provider"`
	Resources   map[string][]field `json:"resources"`
	DataSources map[string][]field `json:"dataSources"`
}

var errSchemasOnly = errors.New("this provider has schemas only: use validate, or test with mocks")

func typeOf(text string) tftypes.Type {
	kind, rest, nested := strings.Cut(text, "(")
	element := strings.TrimSuffix(rest, ")")
	switch {
	case nested && kind == "list":
		return tftypes.List{ElementType: typeOf(element)}
	case nested && kind == "set":
		return tftypes.Set{ElementType: typeOf(element)}
	case nested && kind == "map":
		return tftypes.Map{ElementType: typeOf(element)}
	case kind == "string":
		return tftypes.String
	case kind == "number":
		return tftypes.Number
	case kind == "bool":
		return tftypes.Bool
	}
	return tftypes.DynamicPseudoType
}

func attribute(f field) *tfprotov6.SchemaAttribute {
	made := &tfprotov6.SchemaAttribute{
		Name: f.Name, Required: f.Required, Optional: f.Optional, Computed: f.Computed,
		WriteOnly: f.WriteOnly, Sensitive: f.WriteOnly,
	}
	if f.Nesting == "" {
		made.Type = typeOf(f.Type)
		return made
	}
	nesting := map[string]tfprotov6.SchemaObjectNestingMode{
		"single": tfprotov6.SchemaObjectNestingModeSingle,
		"list":   tfprotov6.SchemaObjectNestingModeList,
		"set":    tfprotov6.SchemaObjectNestingModeSet,
		"map":    tfprotov6.SchemaObjectNestingModeMap,
	}[f.Nesting]
	made.NestedType = &tfprotov6.SchemaObject{Nesting: nesting}
	for _, inner := range f.Fields {
		made.NestedType.Attributes = append(made.NestedType.Attributes, attribute(inner))
	}
	return made
}

func nestedBlock(f field) *tfprotov6.SchemaNestedBlock {
	nesting := map[string]tfprotov6.SchemaNestedBlockNestingMode{
		"single": tfprotov6.SchemaNestedBlockNestingModeSingle,
		"list":   tfprotov6.SchemaNestedBlockNestingModeList,
		"set":    tfprotov6.SchemaNestedBlockNestingModeSet,
		"map":    tfprotov6.SchemaNestedBlockNestingModeMap,
	}[f.Nesting]
	made := &tfprotov6.SchemaNestedBlock{TypeName: f.Name, Block: blockOf(f.Fields), Nesting: nesting}
	if f.Required && f.Nesting != "single" {
		made.MinItems = 1
	}
	return made
}

func blockOf(fields []field) *tfprotov6.SchemaBlock {
	made := &tfprotov6.SchemaBlock{}
	for _, f := range fields {
		if f.Block {
			made.BlockTypes = append(made.BlockTypes, nestedBlock(f))
		} else {
			made.Attributes = append(made.Attributes, attribute(f))
		}
	}
	return made
}

func schemas(byName map[string][]field) map[string]*tfprotov6.Schema {
	made := map[string]*tfprotov6.Schema{}
	for name, fields := range byName {
		made[name] = &tfprotov6.Schema{Block: blockOf(fields)}
	}
	return made
}

// server answers what validation asks; whatever would touch an account is an error.
type server struct {
	tfprotov6.ProviderServer
	known provider
}

func (s server) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &tfprotov6.GetProviderSchemaResponse{
		Provider:          &tfprotov6.Schema{Block: blockOf(s.known.Provider)},
		ResourceSchemas:   schemas(s.known.Resources),
		DataSourceSchemas: schemas(s.known.DataSources),
	}, nil
}

func (s server) ValidateProviderConfig(_ context.Context, asked *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: asked.Config}, nil
}

func (s server) ValidateResourceConfig(context.Context, *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return &tfprotov6.ValidateResourceConfigResponse{}, nil
}

func (s server) ValidateDataResourceConfig(context.Context, *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return &tfprotov6.ValidateDataResourceConfigResponse{}, nil
}

func (s server) ConfigureProvider(context.Context, *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return nil, errSchemasOnly
}

func (s server) UpgradeResourceState(context.Context, *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return nil, errSchemasOnly
}

func (s server) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

func run() error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(filepath.Dir(program), "schema.json"))
	if err != nil {
		return err
	}
	var known provider
	if err := json.Unmarshal(text, &known); err != nil {
		return fmt.Errorf("schema.json: %w", err)
	}
	return tf6server.Serve(known.Address, func() tfprotov6.ProviderServer { return server{known: known} })
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
