"""SatuSehat: token server, patient register and FHIR store of the simulator."""
