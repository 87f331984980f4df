package forms_test

import (
	"errors"
	"fmt"

	"vouch/xmpp"
	"vouch/xmpp/forms"
)

// A form that has come in is filled and goes back. What is required must have a value; hidden fields go back as they came.
func ExampleForm_Submit() {
	e, err := xmpp.ParseElement(`<x xmlns='jabber:x:data' type='form'><title>Room</title>
		<field var='FORM_TYPE' type='hidden'><value>urn:example</value></field>
		<field var='name' type='text-single' label='Name'><required/></field></x>`)
	if err != nil {
		panic(err)
	}
	form, err := forms.Parse(e, nil)
	if err != nil {
		panic(err)
	}
	_, err = form.Submit(nil)
	var missing *forms.MissingError
	fmt.Println(form.Title, errors.As(err, &missing), missing.Var)
	filled, err := form.Submit(map[string]string{"name": "Garden"})
	if err != nil {
		panic(err)
	}
	for _, f := range filled.Fields {
		fmt.Println(f.Var, f.Values)
	}
	// Output:
	// Room true name
	// FORM_TYPE [urn:example]
	// name [Garden]
}
