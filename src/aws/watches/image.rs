//! Whether an image is in its registry.

use crate::aws::ask::ask;
use crate::aws::clients::Clients;
use crate::aws::from_sdk::member::{text, time};
use crate::domain::Text;
use crate::domain::fault::Fault;
use crate::domain::image::{EcrReference, Found, ImagePresence, Version};
use aws_sdk_ecr::operation::describe_images::DescribeImagesOutput;
use aws_sdk_ecr::types::ImageIdentifier;

const ACTION: &str = "ecr:DescribeImages";

/// Asks the registry the reference names, in its region. One that is not a private registry of ECR is not asked.
pub(in crate::aws) async fn presence(clients: &Clients, reference: &Text) -> Result<ImagePresence, Fault> {
    let found = match EcrReference::parse(reference.raw()) {
        Some(parts) => look(clients, parts).await?,
        None => Found::NotEcr,
    };
    Ok(ImagePresence { reference: reference.clone(), found })
}

async fn look(clients: &Clients, image: EcrReference<'_>) -> Result<Found, Fault> {
    let registry = clients.registry(ACTION, image.region)?;
    let which = match image.version {
        Version::Tag(tag) => ImageIdentifier::builder().image_tag(tag),
        Version::Digest(digest) => ImageIdentifier::builder().image_digest(digest),
    };
    let asking = registry.describe_images().registry_id(image.registry).repository_name(image.repository);
    let sending = asking.image_ids(which.build()).send();
    // That it is not there is an answer here and no fault.
    let answering = async {
        match sending.await {
            Ok(answer) => Ok(found(answer)),
            Err(error) => match error.as_service_error() {
                Some(answer) if answer.is_image_not_found_exception() => Ok(Found::NoImage),
                Some(answer) if answer.is_repository_not_found_exception() => Ok(Found::NoRepository),
                _ => Err(error),
            },
        }
    };
    ask(ACTION, answering).await
}

fn found(answer: DescribeImagesOutput) -> Found {
    answer.image_details().first().map_or(Found::NoImage, |image| Found::Yes {
        digest: text(image.image_digest()),
        pushed_at: time(image.image_pushed_at()),
    })
}
